package org.inferometer.load;

/** The times at which a count grows, several at once where it grows by more than one. */
final class CountedArrivals implements Arrivals {
  private final Count count;
  private final double compression;
  private double told;
  private double time;
  private double countThere;
  private double ahead;
  private double countAhead;

  CountedArrivals(Count count, double compression) {
    this.count = count;
    this.compression = compression;
    countThere = count.at(0);
    countAhead = countThere;
  }

  @Override
  public long next() {
    while (countAhead <= told) {
      if (ahead >= count.last()) {
        return END;
      }
      time = ahead;
      ahead = Math.min(count.last(), ahead + count.step());
      countAhead = count.at(ahead);
    }
    told++;
    if (countThere < told) {
      time = Count.first(time, ahead, t -> count.at(t) >= told);
      countThere = count.at(time);
    }
    return Math.round(time * 1e9 / compression);
  }
}
