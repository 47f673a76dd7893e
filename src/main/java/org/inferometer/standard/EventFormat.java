package org.inferometer.standard;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.standard.Shape.Empty;
import org.inferometer.standard.Shape.Extra;

/**
 * How a protocol spells an answer. What carries it (framing, packing, time) is the same for all;
 * where a protocol has no place for a setting of the {@link Shape}, the setting does nothing.
 */
abstract class EventFormat {
  final Question question;
  final Shape shape;
  private int number;

  EventFormat(Question question, Shape shape) {
    this.question = question;
    this.shape = shape;
  }

  /** The event that only tells who speaks; empty for none. */
  String role() {
    return "";
  }

  /**
   * The events of tokens {@code from} (inclusive) to {@code to} (exclusive), which come together.
   *
   * @param last whether they are the answer's last
   */
  abstract String tokens(int from, int to, boolean last);

  /** What comes after the last of so many tokens. */
  abstract String tail(int tokens);

  /** The whole answer of a request that asks for no stream. */
  abstract String whole(int tokens);

  /** The body of an error. */
  abstract String error(int status, String message);

  /** How a stream tells that it failed: an event with an error, and what comes after it. */
  String failure(String message) {
    return event(error(500, message));
  }

  /** The type of the content of streams. */
  String type() {
    return "text/event-stream";
  }

  /** How an event begins. */
  String opening() {
    return "data:" + (shape.space() ? " " : "");
  }

  /** Any payload as an event. */
  String event(String data) {
    return event(shape.extra() == Extra.NAMES ? "message" : null, data);
  }

  /** Any payload as an event with that name; null for none. */
  final String event(String name, String data) {
    String eol = shape.eol().text;
    String before =
        switch (shape.extra()) {
          case NONE -> "";
          case COMMENT -> ": keep-alive" + eol + eol;
          case NAMES -> "id: " + number++ + eol + "retry: 1000" + eol;
        };
    return before
        + (name == null ? "" : "event:" + (shape.space() ? " " : "") + name + eol)
        + opening()
        + data
        + eol
        + eol;
  }

  /** The mark by which OpenAI ends streams, and others after its example. */
  final String done() {
    return event("[DONE]");
  }

  /** The text of tokens that come together, as it stands in JSON. */
  final String text(int from, int to) {
    boolean held = shape.empty() == Empty.ALL || (shape.empty() == Empty.SOME && from % 3 == 1);
    return held ? "" : shape.tokenText().repeat(to - from);
  }

  /** The text of the whole answer. */
  final String wholeText(int tokens) {
    return shape.empty() == Empty.ALL ? "" : shape.tokenText().repeat(tokens);
  }

  static String ids(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(k -> Integer.toString(1000 + k))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** An error body as OpenAI's API words it. */
  static String openAiError(int status, String message) {
    return "{\"error\":{\"message\":\""
        + escaped(message)
        + "\",\"type\":\"Error\",\"param\":null,\"code\":"
        + status
        + "}}";
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
