package org.inferometer.result;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;

/**
 * How many tokens the events of a trial's answers bring: more than one where a server generates
 * several in a step (speculative decoding), or gathers them before it sends.
 */
public final class TokensPerEvent {
  private static final double ONE = 0.01;

  private final SortedMap<Integer, Long> events = new TreeMap<>();
  private double tokens;
  private long all;

  /** Counts those of one streamed answer; in others, and where no count is told, there are none. */
  void add(RequestRecord record) {
    if (record.mode() != Mode.STREAM || record.outputTokens() == null) {
      return;
    }
    int came = record.outputTokens() - RequestMetrics.hiddenTokens(record);
    int brought = Arrays.stream(record.events()).sum();
    // The token that ends an answer is counted by some servers and sent by others.
    tokens += Math.abs(came - brought) <= 1 ? brought : came;
    all += brought;
    for (int i = 0; record.tokens() != null && i < record.events().length; i++) {
      int here = record.events()[i];
      // Of several events in one read only their sum is on record.
      if (here == 1 || here > 1 && record.tokens()[i] == here) {
        events.merge(record.tokens()[i] / here, (long) here, Long::sum);
      }
    }
  }

  /** Tokens by events; NaN without any. */
  public double mean() {
    return tokens / all;
  }

  /** Number of events by what each says that it brings; empty where they do not say. */
  public SortedMap<Integer, Long> events() {
    return events;
  }

  /** Whether anything else than one token an event has come, but for one event in a hundred. */
  public boolean isSeveral() {
    long counted = events.values().stream().mapToLong(Long::longValue).sum();
    return Math.abs(mean() - 1) > ONE || counted - events.getOrDefault(1, 0L) > ONE * counted;
  }
}
