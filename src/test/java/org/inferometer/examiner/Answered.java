package org.inferometer.examiner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One line of a records file, and the per-request metrics by their definitions (ms, tok/s). */
record Answered(JsonNode line) {

  boolean is(String field, String value) {
    return line.path(field).asText().equals(value);
  }

  boolean ok() {
    return is("outcome", "ok");
  }

  boolean stream() {
    return is("mode", "stream");
  }

  int integer(String field) {
    return line.path(field).asInt();
  }

  boolean has(String field) {
    return line.hasNonNull(field);
  }

  long time(String field) {
    return line.path(field).asLong();
  }

  /** Output tokens; absent where nobody told. */
  OptionalDouble tokens() {
    return has("outputTokens")
        ? OptionalDouble.of(integer("outputTokens"))
        : OptionalDouble.empty();
  }

  private double n() {
    return tokens().orElse(0);
  }

  /** Times of the arrivals with content, and how many tokens the events of each tell, or events. */
  private List<double[]> content() {
    List<double[]> content = new ArrayList<>();
    for (int i = 0; i < line.path("at").size(); i++) {
      if (line.path("events").path(i).asInt() > 0) {
        double share =
            has("tokens")
                ? line.path("tokens").path(i).asInt()
                : line.path("events").path(i).asInt();
        content.add(new double[] {line.path("at").path(i).asLong(), Math.max(1, share)});
      }
    }
    return content;
  }

  private OptionalDouble first() {
    return content().isEmpty() || !stream()
        ? OptionalDouble.empty()
        : OptionalDouble.of(content().get(0)[0]);
  }

  private OptionalDouble last() {
    return content().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(content().get(content().size() - 1)[0]);
  }

  private OptionalDouble since(String from, OptionalDouble to) {
    return to.isEmpty() || !has(from)
        ? OptionalDouble.empty()
        : OptionalDouble.of((to.getAsDouble() - time(from)) / 1e6);
  }

  private OptionalDouble at(String field) {
    return has(field) ? OptionalDouble.of(time(field)) : OptionalDouble.empty();
  }

  /** From first to last content, and unknown with fewer than two arrivals of it. */
  OptionalDouble decodeTime() {
    return !stream() || n() < 2 || content().size() < 2 || hidden()
        ? OptionalDouble.empty()
        : OptionalDouble.of((last().getAsDouble() - first().getAsDouble()) / 1e6);
  }

  private boolean hidden() {
    return false;
  }

  /** A metric with one value a request. */
  OptionalDouble metric(String name) {
    return switch (name) {
      case "p2ft" -> since("started", first());
      // As nothing here reasons before it answers.
      case "first_visible" -> since("started", first());
      case "p2ft_from_schedule" -> since("scheduled", first());
      case "ttfb" -> since("started", at("head"));
      case "total_latency" -> since("started", last());
      case "total_latency_from_schedule" -> since("scheduled", last());
      case "close_latency" -> since("started", at("closed"));
      case "schedule_delay" -> since("scheduled", at("started"));
      case "tpot" -> divided(decodeTime(), n() - 1);
      case "token_speed" -> inverse(divided(since("started", last()), n()));
      case "decode_speed" -> inverse(divided(decodeTime(), n() - 1));
      case "normalized_latency" -> divided(since("started", last()), n());
      case "prompt_tokens" ->
          has("promptTokens") ? OptionalDouble.of(integer("promptTokens")) : OptionalDouble.empty();
      case "output_tokens" -> tokens();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Events with content. */
  double events() {
    double events = 0;
    for (JsonNode count : line.path("events")) {
      events += count.asInt();
    }
    return events;
  }

  /** Events by the tokens that each tells; of several in one read only if they had one each. */
  Map<Integer, Double> eventSizes() {
    Map<Integer, Double> sizes = new HashMap<>();
    for (int i = 0; has("tokens") && i < line.path("events").size(); i++) {
      int events = line.path("events").path(i).asInt();
      int tokens = line.path("tokens").path(i).asInt();
      if (events == 1 || events > 1 && tokens == events) {
        sizes.merge(tokens / events, (double) events, Double::sum);
      }
    }
    return sizes;
  }

  /** A metric with any number of values a request. */
  List<Double> gaps(String name) {
    List<Double> gaps = new ArrayList<>();
    if (!stream() || name.equals("itl") && !gapsAreOfTokens()) {
      return gaps;
    }
    List<double[]> content = content();
    for (int i = 1; i < content.size(); i++) {
      double gap = (content.get(i)[0] - content.get(i - 1)[0]) / 1e6;
      double share = name.equals("itl") ? content.get(i)[1] : 1;
      for (int k = 0; k < share; k++) {
        gaps.add(gap / share);
      }
    }
    return gaps;
  }

  /** As tools see them that stamp each event of a read by itself, all at the same time. */
  List<Double> eventGaps() {
    List<Double> gaps = new ArrayList<>();
    double before = Double.NaN;
    for (int i = 0; stream() && i < line.path("at").size(); i++) {
      for (int k = 0; k < line.path("events").path(i).asInt(); k++) {
        double at = line.path("at").path(i).asLong();
        if (!Double.isNaN(before)) {
          gaps.add((at - before) / 1e6);
        }
        before = at;
      }
    }
    return gaps;
  }

  /** From the first event with content to the last, NaN with fewer than two. */
  double betweenEvents() {
    List<Double> gaps = eventGaps();
    return gaps.isEmpty() ? Double.NaN : gaps.stream().mapToDouble(x -> x).sum();
  }

  /** Whether events tell of tokens: their counts are there, or they are about as many. */
  private boolean gapsAreOfTokens() {
    return n() >= 2 && (has("tokens") || Math.abs(events() - n()) <= Math.max(1, 0.02 * n()));
  }

  private static OptionalDouble divided(OptionalDouble x, double by) {
    return x.isEmpty() || by < 1 ? OptionalDouble.empty() : OptionalDouble.of(x.getAsDouble() / by);
  }

  /** Milliseconds a token as tokens a second. */
  private static OptionalDouble inverse(OptionalDouble x) {
    return x.isEmpty() || x.getAsDouble() <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1e3 / x.getAsDouble());
  }
}
