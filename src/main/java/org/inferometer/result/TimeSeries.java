package org.inferometer.result;

/**
 * What one repeat of a trial did over time, in bins of equal length; warm-up included.
 *
 * @param repeat from 1
 * @param startSeconds start of the first bin, in seconds since the run's first request
 * @param binSeconds length of a bin
 * @param inProgress per bin: requests in flight, mean over the bin's time
 * @param started per bin: requests that started, per second
 * @param ok per bin: requests that ended ok, per second
 * @param failed per bin: requests that ended otherwise, per second
 * @param tokens per bin: tokens that arrived, per second
 */
public record TimeSeries(
    int repeat,
    double startSeconds,
    double binSeconds,
    double[] inProgress,
    double[] started,
    double[] ok,
    double[] failed,
    double[] tokens) {

  /**
   * How many bins the repeat fills: its end cuts the last one, of which a rate would be too low.
   */
  public int filled() {
    return tokens.length - 1;
  }

  /** Middle of bin {@code i} in seconds since this series began. */
  public double seconds(int i) {
    return (i + 0.5) * binSeconds;
  }
}
