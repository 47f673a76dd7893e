package org.inferometer.result;

import java.util.Arrays;
import java.util.List;
import org.inferometer.load.Closed;
import org.inferometer.record.RequestRecord;

/** The gaps of one measured answer, in nanoseconds, ascending, as every summary has them. */
public final class GapsOf {
  private GapsOf() {}

  public static double[] tokens(RequestRecord record) {
    return nanos(record, Metric.ITL);
  }

  public static double[] chunks(RequestRecord record) {
    return nanos(record, Metric.ICL);
  }

  private static double[] nanos(RequestRecord record, Metric metric) {
    return MeasuredIteration.of(List.of(record), Closed.ONE)
        .map(one -> one.values().get(metric))
        .map(millis -> Arrays.stream(millis).map(GapsOf::nanos).toArray())
        .orElse(new double[0]);
  }

  /** Gaps are kept in single precision. */
  private static double nanos(double millis) {
    return Math.rint(millis * 1e9) / 1e3;
  }
}
