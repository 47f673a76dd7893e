package org.inferometer.result;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A number and how sure it is.
 *
 * @param value NaN where undefined or where the sample is too small
 * @param low lower end of the interval, NaN where there is none
 * @param high upper end of the interval, NaN where there is none
 * @param interval how the interval was made
 * @param repeats independent repeats (benchmark processes) behind the number
 * @param count values (requests, tokens, readings) behind the number
 * @param byRepeat what each repeat found, by its number, where the value is their mean; else empty
 */
public record Estimate(
    double value,
    double low,
    double high,
    Interval interval,
    int repeats,
    long count,
    SortedMap<Integer, Double> byRepeat) {

  /** Nothing is known. */
  public static final Estimate ABSENT =
      new Estimate(
          Double.NaN,
          org.inferometer.result.statistics.Interval.NONE,
          Interval.NONE,
          0,
          0,
          new TreeMap<>());

  /** How an interval was made. */
  public enum Interval {
    LOG_T("Student t on the log scale"),
    STUDENT_T("Student t"),
    WELCH("Welch's t on the log scale"),
    BCA("BCa bootstrap"),
    NONE("no interval");

    private final String label;

    Interval(String label) {
      this.label = label;
    }

    /** A phrase for captions and table notes. */
    public String label() {
      return label;
    }
  }

  public Estimate {
    byRepeat = Collections.unmodifiableSortedMap(new TreeMap<>(byRepeat));
  }

  /** With the ends of {@code ends}, made in the way {@code kind} where it is an interval. */
  Estimate(
      double value,
      org.inferometer.result.statistics.Interval ends,
      Interval kind,
      int repeats,
      long count,
      Map<Integer, Double> byRepeat) {
    this(
        value,
        ends.low(),
        ends.high(),
        Double.isNaN(ends.low()) ? Interval.NONE : kind,
        repeats,
        count,
        new TreeMap<>(byRepeat));
  }

  public boolean isPresent() {
    return !Double.isNaN(value);
  }

  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
