package org.inferometer.server;

/** A Prometheus histogram. */
public final class Histogram {
  private final double[] bounds;
  private final long[] counts;
  private double sum;

  /**
   * An empty histogram.
   *
   * @param bounds upper bounds of the buckets, rising; another one up to infinity is added
   */
  Histogram(double... bounds) {
    this.bounds = bounds;
    this.counts = new long[bounds.length + 1];
  }

  synchronized void observe(double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += value;
  }

  /** Appends the lines of Prometheus' text format. */
  synchronized void write(StringBuilder text, String name, String label) {
    long count = 0;
    for (int i = 0; i < counts.length; i++) {
      count += counts[i];
      String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
      text.append(name).append("_bucket{").append(label).append(",le=\"").append(bound);
      text.append("\"} ").append(count).append('\n');
    }
    text.append(name).append("_sum{").append(label).append("} ").append(sum).append('\n');
    text.append(name).append("_count{").append(label).append("} ").append(count).append('\n');
  }
}
