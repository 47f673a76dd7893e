package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.inferometer.result.Reason.Code;

/**
 * Whether the measuring processes of a trial had time to measure: means over their iterations, by
 * length. What is not known is no reason for doubt.
 *
 * <p>The limits tell a client that shares two cores with the server it measures, which is late by
 * 0.1 to 0.6 ms on average and by up to 13 ms in the 99th percentile of half a second, from one
 * that eight busy processes starve, which is late by 0.7 to 5.6 ms on average. The mean is what
 * decides: the percentile of so short a time is one or two wake-ups.
 *
 * @param iterations lines of the trial's health file
 */
record ClientLoad(List<JsonNode> iterations) {
  private static final double LAG_MEAN_MILLIS = 1;
  private static final double LAG_P99_MILLIS = 20;
  private static final double GC_PERCENT = 1;
  private static final double CPU_PERCENT = 80;
  private static final double THREAD_PERCENT = 80;

  private static final JsonMapper JSON = new JsonMapper();

  /** Reads a health file; a run without one says nothing. */
  static ClientLoad read(Path file, Consumer<String> problems) {
    List<JsonNode> iterations = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      int number = 0;
      for (String line : lines(file)) {
        number++;
        try {
          iterations.add(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          problems.accept("%s, line %d is left out: no JSON".formatted(file, number));
        }
      }
    }
    return new ClientLoad(iterations);
  }

  /** Why what was measured is suspect; empty when it is not. */
  List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    check("/lagMillis/mean", Code.CLIENT_LATE, LAG_MEAN_MILLIS, reasons);
    check("/lagMillis/p99", Code.CLIENT_VERY_LATE, LAG_P99_MILLIS, reasons);
    check("/gcPercent", Code.CLIENT_COLLECTS, GC_PERCENT, reasons);
    check("/cpuPercent", Code.CLIENT_BUSY, CPU_PERCENT, reasons);
    check("/busiestThreadPercent", Code.CLIENT_THREAD_BUSY, THREAD_PERCENT, reasons);
    return reasons;
  }

  private void check(String field, Code code, double limit, List<Reason> reasons) {
    double sum = 0;
    double seconds = 0;
    for (JsonNode iteration : iterations) {
      if (iteration.at(field).isNumber()) {
        double length = iteration.path("seconds").asDouble();
        sum += length * iteration.at(field).asDouble();
        seconds += length;
      }
    }
    if (sum / seconds > limit) {
      reasons.add(new Reason(code, sum / seconds, limit));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
