package org.inferometer.dataset;

import org.inferometer.record.Phase;

/** What each request of a trial asks: the same of every stack at the same position. */
public interface Questions {
  /**
   * The prompt of a request. Safe for several threads.
   *
   * @param position number of the request from 0, counted over all threads of the trial and for
   *     measured requests apart from the others
   */
  Prompt prompt(Phase phase, long position);

  /** The arguments of its generation, where {@code ofTask} are those of all. */
  default Generation generation(Generation ofTask, Phase phase, long position) {
    return ofTask.at(position);
  }
}
