package org.inferometer.result.peers;

import java.util.Map;

/**
 * The numbers that other load generators print, by their own formulas and under their own names,
 * from the same records: so that a figure of theirs can be put beside ours. Their choices are kept
 * where ours differ: no sample floor, an event is a gap whatever tokens it brings, GuideLLM takes
 * nearest-rank percentiles, each has its own end of an answer and its own judgement of one that a
 * target does not apply to. One class for each of them names the version that it was held against.
 *
 * <p>What a record does not say cannot be told: events without content, which vLLM counts as
 * tokens, and what their own clients add, as the time to start and to gather that vLLM, SGLang and
 * AIPerf have in the duration that they divide by. An answer without content is a failure here.
 */
public final class Peers {
  private Peers() {}

  /**
   * All of them that {@code trial} allows.
   *
   * @param last its last windows, where they had to agree, else all of it
   */
  public static Map<String, Double> of(PeerTrial trial, PeerTrial last) {
    PeerNumbers found = new PeerNumbers();
    if (!trial.answers().isEmpty() && trial.seconds() > 0) {
      VllmNumbers.put(trial, found);
      SglangNumbers.put(trial, found);
      GuideLlmNumbers.put(trial, found);
      AiperfNumbers.put(trial, found);
    }
    if (!last.answers().isEmpty() && last.seconds() > 0) {
      PerfAnalyzerNumbers.put(last, found);
    }
    return found.byName();
  }
}
