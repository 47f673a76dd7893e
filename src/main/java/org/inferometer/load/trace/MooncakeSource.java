package org.inferometer.load.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mooncake's: {@code {"timestamp": 27482, "input_length": 1100, "output_length": 52, ...}}. */
final class MooncakeSource implements RowSource {
  private static final String HASH_IDS = "hash_ids";
  private static final JsonFactory JSON = new JsonFactory();
  private static final long NANOS_PER_MILLISECOND = 1_000_000;
  private static final String ALLOWED =
      "allowed: one JSON object a line, with timestamp (ms), input_length, output_length and perhaps"
          + " hash_ids";

  private final Lines lines;

  MooncakeSource(Lines lines) {
    this.lines = lines;
  }

  @Override
  public Row next() throws IOException {
    String line = lines.next();
    if (line == null) {
      return null;
    }
    Map<String, String> texts = new HashMap<>();
    long[] blocks = null;
    try (JsonParser in = JSON.createParser(line)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw lines.problem("it is no JSON object; " + ALLOWED);
      }
      for (String name; (name = in.nextFieldName()) != null; ) {
        boolean known = TraceFormat.MOONCAKE.names.contains(name) || name.equals(HASH_IDS);
        if (!known || texts.containsKey(name) || blocks != null && name.equals(HASH_IDS)) {
          throw lines.problem(
              "%s key \"%s\"; %s".formatted(known ? "twice the" : "unknown", name, ALLOWED));
        }
        JsonToken value = in.nextToken();
        if (name.equals(HASH_IDS)) {
          blocks = value == JsonToken.VALUE_NULL ? null : ids(in);
        } else {
          texts.put(name, in.getText());
          in.skipChildren();
        }
      }
      if (in.nextToken() != null) {
        throw lines.problem("something follows the object; " + ALLOWED);
      }
    } catch (JsonProcessingException e) {
      throw lines.problem(
          e.getLocation() == null
              ? "it nests too deep, or a number in it is too long; " + ALLOWED
              : "it is no JSON from column %d on; %s"
                  .formatted(Math.max(1, e.getLocation().getColumnNr()), ALLOWED));
    }
    return row(texts, blocks);
  }

  private Row row(Map<String, String> texts, long[] blocks) {
    List<String> names = TraceFormat.MOONCAKE.names;
    names.forEach(
        name -> {
          if (!texts.containsKey(name)) {
            throw lines.problem("no key \"%s\"; %s".formatted(name, ALLOWED));
          }
        });
    long at =
        Numbers.nanos(
            lines, names.get(0), texts.get(names.get(0)), NANOS_PER_MILLISECOND, "milliseconds");
    int input = Numbers.tokens(lines, names.get(1), texts.get(names.get(1)));
    int output = Numbers.tokens(lines, names.get(2), texts.get(names.get(2)));
    int needed = (input + TraceRow.BLOCK - 1) / TraceRow.BLOCK;
    if (blocks != null && blocks.length != needed) {
      throw lines.problem(
          "hash_ids: found %d ids for an input_length of %d; allowed: one for each %d tokens begun, %d"
              .formatted(blocks.length, input, TraceRow.BLOCK, needed));
    }
    return new Row(lines.number(), at, input, output, blocks);
  }

  private long[] ids(JsonParser in) throws IOException {
    long[] ids = new long[16];
    int count = 0;
    boolean array = in.currentToken() == JsonToken.START_ARRAY;
    while (array && in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      ids = count == ids.length ? Arrays.copyOf(ids, 2 * count) : ids;
      ids[count++] = in.getLongValue();
    }
    if (in.currentToken() != JsonToken.END_ARRAY) {
      throw Numbers.wrong(lines, HASH_IDS, in.getText(), "a list of whole numbers");
    }
    return Arrays.copyOf(ids, count);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
