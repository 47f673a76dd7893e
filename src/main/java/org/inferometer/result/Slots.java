package org.inferometer.result;

import java.util.List;

/**
 * The cycles of a closed loop's slots. A cycle begins when its slot became free and ends with the
 * end of the request that filled it; it is counted if it began in the measured part, and then to
 * its end, while all other slots are kept busy. A slot's first cycle, which starts in step with all
 * others, is no measured one.
 *
 * <p>With p slots, requests per second = p x cycles / sum of their times. No window cuts a cycle,
 * so that a server that works on p requests side by side is not charged for those that are half
 * done at its end. By Little's law (Little, Oper. Res. 9, 1961) throughput x mean time of a cycle =
 * p: {@link #occupancy} holds that against the time line, where it fails if slots idled or requests
 * are missing or counted twice.
 *
 * @param p number of slots
 * @param cycles the counted ones that ended, failed ones too
 */
record Slots(int p, List<Answer> cycles) {
  static Slots of(List<Answer> answers, int p) {
    return new Slots(
        p,
        answers.stream()
            .filter(one -> one.measured() && one.scheduled() != Answer.NEVER)
            .filter(one -> one.closed() > one.scheduled())
            .toList());
  }

  /** The time that an average slot spent on them, in seconds. */
  double seconds() {
    return nanos() * 1e-9 / p;
  }

  private double nanos() {
    return cycles.stream().mapToLong(Slots::nanos).sum();
  }

  private static long nanos(Answer cycle) {
    return cycle.closed() - cycle.scheduled();
  }

  /**
   * Requests in flight by Little's law: the rate at which requests of any phase went through, from
   * the first start of a counted cycle to the last end of one, times the mean time of a cycle. A
   * cycle that lies partly in that time counts for that part. NaN without cycles.
   */
  double occupancy(List<Answer> answers) {
    long from = cycles.stream().mapToLong(Answer::scheduled).min().orElse(0);
    long to = cycles.stream().mapToLong(Answer::closed).max().orElse(0);
    double through = 0;
    for (Answer one : answers) {
      long begin = one.scheduled() == Answer.NEVER ? one.started() : one.scheduled();
      long within = Math.min(to, one.closed()) - Math.max(from, begin);
      if (within > 0) {
        through += (double) within / (one.closed() - begin);
      }
    }
    return cycles.isEmpty() ? Double.NaN : through / (to - from) * nanos() / cycles.size();
  }
}
