package org.inferometer.result;

/**
 * A number and how sure it is.
 *
 * @param value NaN where undefined or where the sample is too small
 * @param low lower end of the 95 % interval, NaN where there is none
 * @param high upper end of the 95 % interval, NaN where there is none
 * @param interval how the interval was made
 * @param repeats independent repeats (benchmark processes) behind the interval
 * @param count values (requests, tokens, readings) behind the number
 */
public record Estimate(
    double value, double low, double high, Interval interval, int repeats, long count) {

  /** Nothing is known. */
  public static final Estimate ABSENT =
      new Estimate(Double.NaN, Double.NaN, Double.NaN, Interval.NONE, 0, 0);

  /** How an interval was made. */
  public enum Interval {
    STUDENT_T("95 % interval, Student t over repeats"),
    BCA("95 % interval, BCa bootstrap over repeats"),
    WELCH("95 % interval, Welch's t over repeats"),
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

  public boolean isPresent() {
    return !Double.isNaN(value);
  }

  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}
