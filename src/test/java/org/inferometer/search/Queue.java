package org.inferometer.search;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * M/D/c: Poisson arrivals at c slots, each busy with a request for one unit of time, first come,
 * first served.
 */
final class Queue {
  private final int slots;
  private final SplittableRandom random;

  Queue(int slots, long seed) {
    this.slots = slots;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Shares of {@code n} requests, after a tenth more of warm-up, that wait at most {@code waits}
   * (Kiefer and Wolfowitz, Trans. Am. Math. Soc. 78, 1955).
   */
  Replicate replicate(double rate, int n, double... waits) {
    double[] free = new double[slots];
    long[] met = new long[waits.length];
    double now = 0;
    double last = 0;
    for (int i = -n / 10; i < n; i++) {
      now += -Math.log1p(-random.nextDouble()) / rate;
      int next = 0;
      for (int k = 1; k < slots; k++) {
        next = free[k] < free[next] ? k : next;
      }
      double start = Math.max(now, free[next]);
      free[next] = start + 1;
      for (int k = 0; k < waits.length && i >= 0; k++) {
        met[k] += start - now <= waits[k] ? 1 : 0;
      }
      last = start - now;
    }
    List<Double> shares = Arrays.stream(met).mapToObj(count -> count / (double) n).toList();
    double least = shares.stream().mapToDouble(x -> x).min().orElse(0);
    return new Replicate(shares, rate * least, last > 50 ? "the backlog grows" : null);
  }

  /**
   * P(wait is at most {@code t}) in equilibrium, for utilization {@code rho} (Crommelin 1932;
   * Franx, Oper. Res. Lett. 29, 2001: only positive terms).
   */
  static double within(double t, int slots, double rho) {
    double a = rho * slots;
    int size = 10 * slots + 100;
    double[] arrivals = poisson(a, size);
    double[] p = new double[size];
    p[0] = 1;
    for (int round = 0; round < 1500; round++) {
      double[] next = new double[size];
      double idle = 0;
      for (int i = 0; i <= slots; i++) {
        idle += p[i];
      }
      for (int j = 0; j < size; j++) {
        next[j] = arrivals[j] * idle;
        for (int i = slots + 1; i <= Math.min(size - 1, slots + j); i++) {
          next[j] += p[i] * arrivals[j - i + slots];
        }
      }
      double all = Arrays.stream(next).sum();
      for (int j = 0; j < size; j++) {
        p[j] = next[j] / all;
      }
    }
    int k = (int) Math.floor(t) + 1;
    double[] during = poisson(a * (k - t), k * slots);
    double share = 0;
    for (int j = 0; j < k * slots; j++) {
      double waiting = 0;
      for (int i = 0; i <= slots + k * slots - 1 - j; i++) {
        waiting += p[i];
      }
      share += during[j] * waiting;
    }
    return share;
  }

  private static double[] poisson(double mean, int size) {
    double[] p = new double[size];
    p[0] = Math.exp(-mean);
    for (int i = 1; i < size; i++) {
      p[i] = p[i - 1] * mean / i;
    }
    return p;
  }
}
