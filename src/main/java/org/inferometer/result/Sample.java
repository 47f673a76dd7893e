package org.inferometer.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.inferometer.machine.Quantile;

/**
 * Sorted values in parts that stay where they are: a repeat is the union of its iterations, a trial
 * of its repeats. Quantiles are exact. Nothing is copied to get them.
 */
public final class Sample {
  static final Sample EMPTY = new Sample(List.of());

  private final List<Part> parts;
  private final long size;

  private Sample(List<Part> parts) {
    this.parts = parts;
    this.size = parts.stream().mapToLong(Part::size).sum();
  }

  /** Takes over and sorts the first {@code count} of {@code values}; NaN values count as absent. */
  public static Sample of(double[] values, int count) {
    double[] sorted = count == values.length ? values : Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    int present = count;
    while (present > 0 && Double.isNaN(sorted[present - 1])) {
      present--;
    }
    return present == 0 ? EMPTY : new Sample(List.of(new Doubles(sorted, present)));
  }

  /** Takes over and sorts {@code values}, each of which stands for {@code scale} times itself. */
  static Sample of(float[] values, double scale) {
    Arrays.sort(values);
    return values.length == 0 ? EMPTY : new Sample(List.of(new Floats(values, scale)));
  }

  static Sample union(List<Sample> samples) {
    List<Part> parts = new ArrayList<>();
    samples.forEach(one -> parts.addAll(one.parts));
    return new Sample(parts);
  }

  public long size() {
    return size;
  }

  /** {@code statistic} of all values, NaN below its floor. */
  public double get(Statistic statistic) {
    if (size < statistic.floor()) {
      return Double.NaN;
    }
    return switch (statistic) {
      case MEAN -> mean();
      case STD -> Math.sqrt(squares() / (size - 1));
      case MIN -> parts.stream().mapToDouble(p -> p.get(0)).min().orElseThrow();
      case MAX -> parts.stream().mapToDouble(p -> p.get(p.size() - 1)).max().orElseThrow();
      default -> quantile(statistic.probability());
    };
  }

  public double quantile(double probability) {
    if (size == 0) {
      return Double.NaN;
    }
    return Quantile.of(size, probability, this::select);
  }

  /** The k-th smallest value, from 0. Bisects over the bits of a double, which order like it. */
  public double select(long k) {
    if (parts.size() == 1) {
      return parts.get(0).get((int) k);
    }
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (Part part : parts) {
      low = Math.min(low, order(part.get(0)));
      high = Math.max(high, order(part.get(part.size() - 1)));
    }
    while (low < high) {
      long middle = (low & high) + ((low ^ high) >> 1);
      if (atMost(Double.longBitsToDouble(order(middle))) > k) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Double.longBitsToDouble(order(low));
  }

  /** Values that are less than {@code value}. */
  long below(double value) {
    return atMost(Math.nextDown(value));
  }

  /** Values from {@code low} to {@code high}, both included, ascending. */
  double[] between(double low, double high) {
    return parts.stream()
        .flatMapToDouble(
            part ->
                IntStream.range(part.atMost(Math.nextDown(low)), part.atMost(high))
                    .mapToDouble(part::get))
        .sorted()
        .toArray();
  }

  /** All values, ascending. */
  double[] values() {
    return between(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private long atMost(double value) {
    long count = 0;
    for (Part part : parts) {
      count += part.atMost(value);
    }
    return count;
  }

  private static long order(double value) {
    return order(Double.doubleToLongBits(value));
  }

  private static long order(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private double mean() {
    return parts.stream().mapToDouble(Part::sum).sum() / size;
  }

  private double squares() {
    double mean = mean();
    double squares = 0;
    for (Part part : parts) {
      for (int i = 0; i < part.size(); i++) {
        squares += (part.get(i) - mean) * (part.get(i) - mean);
      }
    }
    return squares;
  }

  private interface Part {
    int size();

    double get(int i);

    default double sum() {
      double sum = 0;
      for (int i = 0; i < size(); i++) {
        sum += get(i);
      }
      return sum;
    }

    /** Values that are at most {@code value}. */
    default int atMost(double value) {
      int low = 0;
      int high = size();
      while (low < high) {
        int middle = low + high >>> 1;
        if (get(middle) <= value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  private record Doubles(double[] sorted, int size) implements Part {
    @Override
    public double get(int i) {
      return sorted[i];
    }
  }

  private record Floats(float[] sorted, double scale) implements Part {
    @Override
    public int size() {
      return sorted.length;
    }

    @Override
    public double get(int i) {
      return sorted[i] * scale;
    }
  }
}
