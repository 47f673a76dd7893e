package org.inferometer.result.peers;

import java.util.Map;
import java.util.TreeMap;
import org.inferometer.result.Sample;
import org.inferometer.result.Statistic;

/** What a peer prints, by name. What is not finite is left out. */
final class PeerNumbers {
  private final Map<String, Double> found = new TreeMap<>();

  void put(String name, double value) {
    if (Double.isFinite(value)) {
      found.put(name, value);
    }
  }

  /**
   * A distribution as NumPy describes it: quantiles of type 7, standard deviation of a population.
   *
   * @param form the name, with a place for that of the statistic
   * @param mean what the peer calls it
   * @param median what the peer calls it
   */
  void putNumPy(String form, String mean, String median, Sample sample) {
    long n = sample.size();
    if (n == 0) {
      return;
    }
    put(form.formatted(mean), sample.get(Statistic.MEAN));
    put(form.formatted(median), sample.quantile(0.5));
    put(form.formatted("std"), n == 1 ? 0 : sample.get(Statistic.STD) * Math.sqrt((n - 1.0) / n));
    put(form.formatted("p90"), sample.quantile(0.9));
    put(form.formatted("p95"), sample.quantile(0.95));
    put(form.formatted("p99"), sample.quantile(0.99));
  }

  Map<String, Double> byName() {
    return found;
  }
}
