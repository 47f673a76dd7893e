package org.inferometer.result;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.inferometer.record.RequestRecord;

/**
 * How long the measured answers of a trial are, in tokens, by repeat and place of their prompt:
 * where two stacks measured the same place of the same repeat, both were asked the same.
 */
public final class OutputLengths {
  private long[] repeats = new long[16];
  private long[] places = new long[16];
  private int[] tokens = new int[16];
  private int size;

  private record Place(long repeat, long number) {}

  /**
   * What two trials have in common.
   *
   * @param prompts asked of both, and measured with both
   * @param tokens of the answers of the first
   * @param otherTokens of the answers of the other
   */
  public record Common(long prompts, long tokens, long otherTokens) {

    /** How much longer the other's answers are, relative to the first's; may be NaN. */
    double difference() {
      return tokens == 0 || otherTokens == 0 ? Double.NaN : (double) otherTokens / tokens - 1;
    }
  }

  /** Adds an answer, if it tells its place and length. */
  void add(RequestRecord record) {
    if (record.place() == null || record.outputTokens() == null) {
      return;
    }
    if (size == tokens.length) {
      repeats = Arrays.copyOf(repeats, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
      tokens = Arrays.copyOf(tokens, 2 * size);
    }
    repeats[size] = record.fork();
    places[size] = record.question();
    tokens[size] = record.outputTokens();
    size++;
  }

  /** What this trial has in common with {@code other} of the same cell. */
  public Common with(OutputLengths other) {
    Map<Place, Integer> mine = new HashMap<>();
    for (int i = 0; i < size; i++) {
      mine.put(new Place(repeats[i], places[i]), tokens[i]);
    }
    long prompts = 0;
    long sum = 0;
    long otherSum = 0;
    for (int i = 0; i < other.size; i++) {
      Integer length = mine.get(new Place(other.repeats[i], other.places[i]));
      if (length != null) {
        prompts++;
        sum += length;
        otherSum += other.tokens[i];
      }
    }
    return new Common(prompts, sum, otherSum);
  }
}
