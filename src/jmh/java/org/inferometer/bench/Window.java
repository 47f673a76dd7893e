package org.inferometer.bench;

import java.util.List;
import java.util.Optional;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/**
 * The time in which an iteration's load was whole: from its first measured start to its last
 * measured end. JMH's filler requests keep all threads busy up to there, so no ramp is inside. What
 * arrives in it counts, whichever request it belongs to.
 */
record Window(long from, long to) {

  /** Absent with fewer than two requests. */
  static Optional<Window> of(List<RequestRecord> measured) {
    long first = measured.stream().mapToLong(RequestRecord::scheduled).min().orElse(0);
    long last = measured.stream().mapToLong(Window::end).max().orElse(0);
    return measured.isEmpty() || last <= first
        ? Optional.empty()
        : Optional.of(new Window(first, last));
  }

  double tokensPerSecond(List<RequestRecord> records) {
    double tokens = 0;
    for (RequestRecord r : records) {
      if (r.at() == null || r.outputTokens() == null) {
        continue;
      }
      long contentEvents = 0;
      for (int events : r.events()) {
        contentEvents += events;
      }
      for (int i = 0; i < r.at().length; i++) {
        if (r.at()[i] >= from && r.at()[i] <= to && r.events()[i] > 0) {
          tokens += (double) r.outputTokens() * r.events()[i] / contentEvents;
        }
      }
    }
    return tokens * 1e9 / (to - from);
  }

  double requestsPerSecond(List<RequestRecord> records) {
    long ended =
        records.stream()
            .filter(r -> r.outcome() == Outcome.OK && end(r) >= from && end(r) <= to)
            .count();
    return ended * 1e9 / (to - from);
  }

  private static long end(RequestRecord r) {
    return r.closed() == null ? Long.MIN_VALUE : r.closed();
  }
}
