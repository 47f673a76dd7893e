package org.inferometer.load;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Arrivals of any rate from gaps of mean 1: each is where the area under the rate is the sum of the
 * gaps before it (time rescaling). A part of a gap that is left at the end of a stage goes on in
 * the next.
 */
final class StagedArrivals implements Arrivals {
  private final List<Stage> stages;
  private final Gaps gaps;
  private final SplittableRandom random;
  private double area;
  private boolean begun;
  private int stage;
  private double areaBefore;
  private long nanosBefore;

  StagedArrivals(List<Stage> stages, Gaps gaps, long seed) {
    this.stages = stages;
    this.gaps = gaps;
    random = new SplittableRandom(seed);
  }

  @Override
  public long next() {
    area += begun ? gaps.next(random) : gaps.first(random);
    begun = true;
    while (stage < stages.size()) {
      Stage now = stages.get(stage);
      long nanos = now.nanosUntil(area - areaBefore);
      if (nanos < now.duration().toNanos()) {
        return nanosBefore + nanos;
      }
      areaBefore += now.area();
      nanosBefore += now.duration().toNanos();
      stage++;
    }
    return END;
  }
}
