package org.inferometer.server.model;

/**
 * Random values that are the same on every JVM: SplitMix64 (Steele, Lea and Flood, 2014), four of
 * its 16-bit pieces added up to one nearly normal value.
 */
final class RandomWeights {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double MEAN_OF_SUM = 4 * 65535 / 2.0;
  private static final double SPREAD_OF_SUM = Math.sqrt(4 * (65536.0 * 65536.0 - 1) / 12);

  private long state;

  /** The values of one tensor; those of tensors with other names are independent. */
  RandomWeights(long seed, String tensor) {
    state = mixed(mixed(seed) + tensor.hashCode() * GOLDEN_GAMMA);
  }

  /** Fills the array with values of this mean and standard deviation. */
  void fill(float[] values, double mean, double spread) {
    for (int i = 0; i < values.length; i++) {
      state += GOLDEN_GAMMA;
      long bits = mixed(state);
      long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
      values[i] = (float) (mean + (sum - MEAN_OF_SUM) / SPREAD_OF_SUM * spread);
    }
  }

  private static long mixed(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
