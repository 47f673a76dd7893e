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
      Fields f = new Fields();
      for (String name; (name = in.nextFieldName()) != null; ) {
        if (in.nextToken() != JsonToken.VALUE_NULL) {
          field(f, name, in);
        }
      }
      if (in.currentToken() != JsonToken.END_OBJECT) {
        throw new IllegalArgumentException("the object has no end");
      }
      if (in.nextToken() != null) {
        throw new IllegalArgumentException("something follows the object: a torn line?");
      }
      return f.record();
    }
  }

  /** Parses as much of one JSON object as it takes to know whether it tells of a place. */
  void place(byte[] buffer, int offset, int length, RecordReader.Places places) throws IOException {
    try (JsonParser in = JSON.createParser(buffer, offset, length)) {
      in.nextToken();
      Fields f = new Fields();
      for (String name; (name = in.nextFieldName()) != null; ) {
        in.nextToken();
        switch (name) {
          case "fork", "place", "turn", "phase", "outcome" -> field(f, name, in);
          default -> in.skipChildren();
        }
        if (f.phase != null && f.phase != Phase.MEASURED
            || f.outcome != null && f.outcome != Outcome.OK) {
          return;
        }
        if (f.fork != null && f.place != null && f.phase != null && f.outcome != null) {
          places.answered(f.fork, RequestRecord.question(f.place, f.turn));
          return;
        }
      }
    }
  }

  private void field(Fields f, String name, JsonParser in) throws IOException {
    switch (name) {
      case "id" -> f.id = in.getText();
      case "stack" -> f.stack = in.getText();
      case "model" -> f.model = in.getText();
      case "task" -> f.task = in.getText();
      case "prompt" -> f.prompt = in.getText();
      case "mode" -> f.mode = constant(Mode.class, name, in);
      case "load" -> f.load = in.getText();
      case "trial" -> f.trial = in.getText();
      case "fork" -> f.fork = in.getIntValue();
      case "iteration" -> f.iteration = in.getIntValue();
      case "thread" -> f.thread = in.getIntValue();
      case "phase" -> f.phase = constant(Phase.class, name, in);
      case "place" -> f.place = in.getLongValue();
      case "scheduled" -> f.scheduled = in.getLongValue();
      case "started" -> f.started = in.getLongValue();
      case "connectNanos" -> f.connectNanos = in.getLongValue();
      case "sent" -> f.sent = in.getLongValue();
      case "head" -> f.head = in.getLongValue();
      case "closed" -> f.closed = in.getLongValue();
      case "status" -> f.status = in.getIntValue();
      case "outcome" -> f.outcome = constant(Outcome.class, name, in);
      case "phaseOfFailure" -> f.phaseOfFailure = constant(FailurePhase.class, name, in);
      case "reason" -> f.reason = in.getText();
      case "finish" -> f.finish = in.getText();
      case "promptTokens" -> f.promptTokens = in.getIntValue();
      case "outputTokens" -> f.outputTokens = in.getIntValue();
      case "tokenSource" -> f.tokenSource = constant(TokenSource.class, name, in);
      case "eventTokens" -> f.eventTokens = in.getIntValue();
      case "cachedTokens" -> f.cachedTokens = in.getIntValue();
      case "maxTokens" -> f.maxTokens = in.getIntValue();
      case "requestBytes" -> f.requestBytes = in.getIntValue();
      case "inFlight" -> f.inFlight = in.getIntValue();
      case "at" -> f.at = longs(in);
      case "events" -> f.events = ints(in);
      case "tokens" -> f.tokens = ints(in);
      case "bytes" -> f.bytes = ints(in);
      case "reasoningTokens" -> f.reasoningTokens = in.getIntValue();
      case "reasoningEvents" -> f.reasoningEvents = in.getIntValue();
      case "unknownEvents" -> f.unknownEvents = in.getIntValue();
      case "worker" -> f.worker = in.getText();
      case "tenant" -> f.tenant = in.getText();
      case "conversation" -> f.conversation = in.getText();
      case "turn" -> f.turn = in.getIntValue();
      case "turns" -> f.turns = in.getIntValue();
      case "answers" -> f.answers = in.getIntValue();
      case "answerTokens" -> f.answerTokens = ints(in);
      case "firstVisible" -> f.firstVisible = in.getLongValue();
      case "firstTool" -> f.firstTool = in.getLongValue();
      case "toCancel" -> f.toCancel = in.getBooleanValue();
      default -> in.skipChildren();
    }
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

  /** The fields of a record while they come in. */
  private static final class Fields {
    String id;
    String stack;
    String model;
    String task;
    String prompt;
    Mode mode;
    String load;
    String trial;
    Integer fork;
    Integer iteration;
    Integer thread;
    Phase phase;
    Long place;
    Long scheduled;
    Long started;
    Long connectNanos;
    Long sent;
    Long head;
    Long closed;
    Integer status;
    Outcome outcome;
    FailurePhase phaseOfFailure;
    String reason;
    String finish;
    Integer promptTokens;
    Integer outputTokens;
    TokenSource tokenSource;
    Integer eventTokens;
    Integer cachedTokens;
    Integer maxTokens;
    Integer requestBytes;
    Integer inFlight;
    long[] at;
    int[] events;
    int[] tokens;
    int[] bytes;
    Integer reasoningTokens;
    Integer reasoningEvents;
    Integer unknownEvents;
    String worker;
    String tenant;
    String conversation;
    Integer turn;
    Long firstVisible;
    Long firstTool;
    Boolean toCancel;
    Integer turns;
    Integer answers;
    int[] answerTokens;

    RequestRecord record() {
      require("id", id);
      require("stack", stack);
      require("model", model);
      require("task", task);
      require("outcome", outcome);
      require("phase", phase);
      require("mode", mode);
      require("fork", fork);
      require("iteration", iteration);
      if (outcome == Outcome.OK) {
        require("started", started);
        require("closed", closed);
        require("at", at);
      }
      int arrivals = at == null ? 0 : at.length;
      if ((events == null ? 0 : events.length) != arrivals
          || tokens != null && tokens.length != arrivals) {
        throw new IllegalArgumentException("at, events and tokens differ in length");
      }
      return new RequestRecord(
          id,
          stack,
          model,
          task,
          prompt,
          mode,
          load,
          trial,
          fork,
          iteration,
          thread,
          phase,
          place,
          scheduled,
          started,
          connectNanos,
          sent,
          head,
          closed,
          status,
          outcome,
          phaseOfFailure,
          reason,
          finish,
          promptTokens,
          outputTokens,
          tokenSource,
          eventTokens,
          cachedTokens,
          maxTokens,
          requestBytes,
          inFlight,
          at,
          events,
          tokens,
          bytes,
          reasoningTokens,
          reasoningEvents,
          unknownEvents,
          worker,
          tenant,
          conversation,
          turn,
          firstVisible,
          firstTool,
          toCancel,
          turns,
          answers,
          answerTokens);
    }

    private static void require(String field, Object value) {
      if (value == null) {
        throw new IllegalArgumentException(field + " is missing");
      }
    }
  }
}
