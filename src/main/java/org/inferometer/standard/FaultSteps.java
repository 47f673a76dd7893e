package org.inferometer.standard;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a fault adds to an answer that has come so far. */
final class FaultSteps {
  private static final int LINE_BYTES = 16_384;
  private static final long LINE_EVERY_NANOS = 100_000;

  private FaultSteps() {}

  /** The steps of {@code kind} at {@code due}, after {@code answer}. */
  static List<Step> of(
      Fault.Kind kind, EventFormat format, Shape shape, long due, List<Step> answer) {
    return switch (kind) {
      case NONE, STATUS, JSON_ERROR -> List.of();
      case RESET -> List.of(new Step.Reset(due));
      case CLOSE -> List.of(new Step.Close(due));
      case HALF_CLOSE -> List.of(new Step.HalfClose(due), new Step.Wait(Step.NEVER));
      case STALL -> List.of(new Step.Wait(Step.NEVER));
      case ERROR -> List.of(write(due, shape, format.failure("engine died")), new Step.Close(due));
      case GARBAGE ->
          List.of(write(due, shape, format.event("{\"oops\": oops")), new Step.Close(due));
      case ENDLESS_STREAM -> List.of(new Step.Again(due, Math.max(0, answer.size() - 1)));
      case ENDLESS_LINE ->
          List.of(
              write(due, shape, format.opening() + "{\"text\":\""),
              write(due, shape, "x".repeat(LINE_BYTES)),
              new Step.Again(due + LINE_EVERY_NANOS, answer.size() + 1));
    };
  }

  private static Step write(long due, Shape shape, String text) {
    String framed =
        shape.framing() == Shape.Framing.CHUNKED
            ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n"
            : text;
    return Step.Write.of(due, framed.getBytes(StandardCharsets.UTF_8), 0);
  }
}
