package org.inferometer.search;

import java.util.List;
import java.util.stream.IntStream;
import org.inferometer.result.statistics.Effect;
import org.inferometer.result.statistics.StudentT;

/**
 * All that was measured of one load at one time of the search.
 *
 * @param level the load
 * @param confirms whether it is to show something; if not it only shows the way
 * @param replicates in their order
 * @param verdict what may be said of it
 */
public record Probe(double level, boolean confirms, List<Replicate> replicates, Verdict verdict) {

  /** What may be said of a load. */
  public enum Verdict {
    /** It meets every target. */
    PASS,
    /** It misses one. */
    FAIL,
    /** Neither is shown. */
    UNDECIDED
  }

  public Probe {
    replicates = List.copyOf(replicates);
  }

  /** By the mean of the replicates, without a claim. */
  static Probe pointing(double level, List<Replicate> replicates, List<Double> goals) {
    boolean met = stopped(replicates) == null && margin(replicates, goals) >= 0;
    return new Probe(level, false, replicates, met ? Verdict.PASS : Verdict.FAIL);
  }

  /**
   * By the one-sided t bounds of each share. A load passes if all are shown to reach their goals:
   * to claim that of several at once each may be tested at the whole {@code miss} (Berger,
   * Technometrics 24, 1982).
   *
   * @param miss probability with which a bound may be wrong
   */
  static Probe confirming(
      double level, List<Replicate> replicates, List<Double> goals, double miss) {
    boolean pass = stopped(replicates) == null;
    boolean fail = !pass;
    for (int i = 0; i < goals.size(); i++) {
      int target = i;
      double[] met = replicates.stream().mapToDouble(one -> one.met().get(target)).toArray();
      Effect share = Effect.of(met);
      pass &= share.isTested() && share.interval(1 - 2 * miss).low() >= goals.get(i);
      fail |= share.isTested() && share.interval(1 - 2 * miss).high() < goals.get(i);
    }
    return new Probe(
        level, true, replicates, pass ? Verdict.PASS : fail ? Verdict.FAIL : Verdict.UNDECIDED);
  }

  private static String stopped(List<Replicate> replicates) {
    return replicates.stream()
        .map(Replicate::stopped)
        .filter(why -> why != null)
        .findFirst()
        .orElse(null);
  }

  /** Why a replicate ended before its time, or null. */
  public String stopped() {
    return stopped(replicates);
  }

  /** Mean of the replicates' goodput, in requests per second. */
  public double goodput() {
    return replicates.stream().mapToDouble(Replicate::goodput).average().orElse(Double.NaN);
  }

  /** Share of the requests that miss target {@code i}, on average. */
  public double missed(int i) {
    return 1 - met(replicates, i);
  }

  private static double met(List<Replicate> replicates, int i) {
    return StudentT.average(replicates.stream().mapToDouble(one -> one.met().get(i)).toArray());
  }

  /** The least by which a share is above its goal. */
  private static double margin(List<Replicate> replicates, List<Double> goals) {
    return IntStream.range(0, goals.size())
        .mapToDouble(i -> met(replicates, i) - goals.get(i))
        .min()
        .orElse(0);
  }
}
