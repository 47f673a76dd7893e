package org.inferometer.standard;

import java.util.List;

/**
 * Everything the server does after a request has arrived. When the last step is done the answer is
 * complete, and the connection takes another request.
 *
 * <p>Immutable but for the buffers' positions: a script serves any number of connections of one
 * server, and only of one.
 */
public record Script(List<Step> steps) {
  public Script {
    steps = List.copyOf(steps);
  }

  /** Tokens written by one pass over the steps. */
  public int tokens() {
    int tokens = 0;
    for (Step step : steps) {
      tokens += step instanceof Step.Write write ? write.tokens() : 0;
    }
    return tokens;
  }

  /** When the last step is due, in nanoseconds after the arrival. */
  long endNanos() {
    Step last = steps.isEmpty() ? new Step.Wait(0) : steps.get(steps.size() - 1);
    return last instanceof Step.Again ? Step.NEVER : last.dueNanos();
  }

  /** When each token is due, in nanoseconds after the arrival. */
  public long[] dueNanos() {
    return steps.stream()
        .filter(Step.Write.class::isInstance)
        .map(Step.Write.class::cast)
        .flatMapToLong(
            write -> java.util.stream.LongStream.generate(write::dueNanos).limit(write.tokens()))
        .toArray();
  }
}
