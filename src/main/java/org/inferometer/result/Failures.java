package org.inferometer.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.record.FailureKind;
import org.inferometer.record.RequestRecord;

/**
 * Measured requests that failed alike.
 *
 * @param example the first of them, with the server's own words
 */
public record Failures(FailureKind example, long count) {

  /** So many kinds are told apart; the rest of them come together as one. */
  private static final int MOST_KINDS = 20;

  /** Those of several sources together, the most frequent first. */
  public static List<Failures> union(List<Failures> parts) {
    Map<FailureKind, Failures> kinds = new LinkedHashMap<>();
    for (Failures one : parts) {
      kinds.merge(one.example.withoutNumbers(), one, Failures::plus);
    }
    return kinds.values().stream()
        .sorted(Comparator.comparingLong(Failures::count).reversed())
        .toList();
  }

  private Failures plus(Failures more) {
    return new Failures(example, count + more.count);
  }

  /** Counts what comes in. */
  static final class Counter {
    private final Map<FailureKind, Failures> kinds = new LinkedHashMap<>();

    void add(RequestRecord record) {
      if (record.outcome().isFailure()) {
        FailureKind kind = FailureKind.of(record);
        FailureKind key = kind.withoutNumbers();
        if (!kinds.containsKey(key) && kinds.size() >= MOST_KINDS) {
          kind = new FailureKind(record.outcome(), record.status(), null);
          key = kind;
        }
        kinds.merge(key, new Failures(kind, 1), Failures::plus);
      }
    }

    List<Failures> all() {
      return union(new ArrayList<>(kinds.values()));
    }
  }
}
