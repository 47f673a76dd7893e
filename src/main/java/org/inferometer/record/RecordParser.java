package org.inferometer.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** One line of a records file to a record, without a tree in between. Not for several threads. */
final class RecordParser {
  private static final JsonFactory JSON = new JsonFactory();

  private long[] longs = new long[256];
  private int[] ints = new int[256];

  /**
   * Parses one JSON object. Unknown fields are skipped: later versions may add some.
   *
   * @throws IllegalArgumentException if it is JSON but no record
   */
  RequestRecord parse(byte[] buffer, int offset, int length) throws IOException {
    try (JsonParser in = JSON.createParser(buffer, offset, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("a record is a JSON object");
      }
      RecordDraft draft = new RecordDraft();
      for (String name; (name = in.nextFieldName()) != null; ) {
        Class<?> type = RecordDraft.type(name);
        if (in.nextToken() == JsonToken.VALUE_NULL || type == null) {
          in.skipChildren();
        } else {
          draft.with(name, value(type, name, in));
        }
      }
      if (in.currentToken() != JsonToken.END_OBJECT) {
        throw new IllegalArgumentException("the object has no end");
      }
      if (in.nextToken() != null) {
        throw new IllegalArgumentException("something follows the object: a torn line?");
      }
      return whole(draft.record());
    }
  }

  /** Parses as much of one JSON object as it takes to know whether it tells of a place. */
  void place(byte[] buffer, int offset, int length, RecordReader.Places places) throws IOException {
    try (JsonParser in = JSON.createParser(buffer, offset, length)) {
      in.nextToken();
      Integer fork = null;
      Long place = null;
      Integer turn = null;
      Phase phase = null;
      Outcome outcome = null;
      for (String name; (name = in.nextFieldName()) != null; ) {
        in.nextToken();
        switch (name) {
          case "fork" -> fork = in.getIntValue();
          case "place" -> place = in.getLongValue();
          case "turn" -> turn = in.getIntValue();
          case "phase" -> phase = constant(Phase.class, name, in);
          case "outcome" -> outcome = constant(Outcome.class, name, in);
          default -> in.skipChildren();
        }
        if (phase != null && phase != Phase.MEASURED || outcome != null && outcome != Outcome.OK) {
          return;
        }
        if (fork != null && place != null && phase != null && outcome != null) {
          places.answered(fork, RequestRecord.question(place, turn));
          return;
        }
      }
    }
  }

  private Object value(Class<?> type, String name, JsonParser in) throws IOException {
    if (type == Integer.class) {
      return in.getIntValue();
    } else if (type == Long.class) {
      return in.getLongValue();
    } else if (type == String.class) {
      return in.getText();
    } else if (type == int[].class) {
      return ints(in);
    } else if (type == long[].class) {
      return longs(in);
    } else if (type == Boolean.class) {
      return in.getBooleanValue();
    }
    return constant(type.asSubclass(Enum.class), name, in);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String field, JsonParser in)
      throws IOException {
    String text = in.getText();
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\"; allowed: %s"
              .formatted(
                  field, text, Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)),
          e);
    }
  }

  private long[] longs(JsonParser in) throws IOException {
    int count = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      longs = count == longs.length ? Arrays.copyOf(longs, 2 * count) : longs;
      longs[count++] = in.getLongValue();
    }
    return Arrays.copyOf(longs, count);
  }

  private int[] ints(JsonParser in) throws IOException {
    int count = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      ints = count == ints.length ? Arrays.copyOf(ints, 2 * count) : ints;
      ints[count++] = in.getIntValue();
    }
    return Arrays.copyOf(ints, count);
  }

  private static RequestRecord whole(RequestRecord record) {
    require("id", record.id());
    require("stack", record.stack());
    require("model", record.model());
    require("task", record.task());
    require("outcome", record.outcome());
    require("phase", record.phase());
    require("mode", record.mode());
    require("fork", record.fork());
    require("iteration", record.iteration());
    if (record.outcome() == Outcome.OK) {
      require("started", record.started());
      require("closed", record.closed());
      require("at", record.at());
    }
    int arrivals = record.at() == null ? 0 : record.at().length;
    if ((record.events() == null ? 0 : record.events().length) != arrivals
        || record.tokens() != null && record.tokens().length != arrivals) {
      throw new IllegalArgumentException("at, events and tokens differ in length");
    }
    return record;
  }

  private static void require(String field, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
  }
}
