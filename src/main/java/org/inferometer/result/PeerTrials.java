package org.inferometer.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Outcome;
import org.inferometer.result.peers.PeerAnswer;
import org.inferometer.result.peers.PeerTrial;

/** A trial as the formulas of other load generators want it. */
final class PeerTrials {
  private PeerTrials() {}

  /** All that ended in the whole of {@code iterations}, whichever slot's edge it is of. */
  static PeerTrial of(List<Iteration> iterations, Slo slo) {
    List<PeerAnswer> answers = new ArrayList<>();
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    List<Sample> gaps = new ArrayList<>();
    double seconds = 0;
    for (Iteration iteration : iterations) {
      if (iteration.whole == null) {
        continue;
      }
      seconds += iteration.whole.seconds();
      for (Answer one : iteration.answers) {
        if (iteration.whole.contains(one.closed())) {
          outcomes.merge(one.outcome(), 1L, Long::sum);
          if (one.ok()) {
            answers.add(answer(one));
            gaps.add(eventGaps(one, iteration.gaps));
          }
        }
      }
    }
    return new PeerTrial(answers, outcomes, Sample.union(gaps), seconds, slo);
  }

  /** Events of one read share its time, so all but one of them follow after no time at all. */
  private static Sample eventGaps(Answer one, Gaps gaps) {
    float[] nanos = new float[one.gapsTo() - one.gapsFrom() + one.crowd()];
    for (int i = one.gapsFrom(); i < one.gapsTo(); i++) {
      nanos[i - one.gapsFrom()] = gaps.nanos(i);
    }
    return Sample.of(nanos, 1e-6);
  }

  private static PeerAnswer answer(Answer one) {
    return new PeerAnswer(
        one.value(Metric.P2FT),
        one.value(Metric.TOTAL_LATENCY),
        one.value(Metric.CLOSE_LATENCY),
        one.value(Metric.PROMPT_TOKENS),
        one.value(Metric.OUTPUT_TOKENS));
  }
}
