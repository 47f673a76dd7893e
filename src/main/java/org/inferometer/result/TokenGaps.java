package org.inferometer.result;

import java.util.Arrays;
import org.inferometer.record.RequestMetrics;

/**
 * The gaps of the measured and streamed answers that ended ok.
 *
 * @param perToken the gap between consecutive content arrivals divided by the tokens of the later
 *     one, counted that many times; none where {@link RequestMetrics#hasGaps} is false
 * @param perChunk the gap between consecutive content arrivals, once each
 */
record TokenGaps(Sample perToken, Sample perChunk) {
  private static final double MILLIS = 1e-6;

  static TokenGaps of(Iteration iteration) {
    Gaps gaps = iteration.gaps;
    float[] chunks = new float[gaps.size()];
    boolean same = gaps.single() && iteration.answers.stream().allMatch(TokenGaps::allKnown);
    float[] tokens = same ? chunks : new float[gaps.size() + gaps.size() / 4];
    int chunkCount = 0;
    int tokenCount = 0;
    for (Answer answer : iteration.answers) {
      boolean streamed = !Double.isNaN(answer.value(Metric.P2FT));
      if (!answer.measured() || !answer.ok() || !streamed) {
        continue;
      }
      for (int i = answer.gapsFrom(); i < answer.gapsTo(); i++) {
        chunks[chunkCount++] = gaps.nanos(i);
        iteration.mean(Metric.ICL, MILLIS * gaps.nanos(i), 1, answer);
        if (answer.hasGaps()) {
          iteration.mean(
              Metric.ITL, MILLIS * gaps.nanos(i) / gaps.tokens(i), gaps.tokens(i), answer);
        }
        for (int k = gaps.tokens(i); !same && answer.hasGaps() && k > 0; k--) {
          tokens = tokenCount == tokens.length ? Arrays.copyOf(tokens, 2 * tokenCount + 1) : tokens;
          tokens[tokenCount++] = (float) gaps.nanos(i) / gaps.tokens(i);
        }
      }
    }
    Sample perChunk = Sample.of(Iteration.cut(chunks, chunkCount), MILLIS);
    return new TokenGaps(
        same ? perChunk : Sample.of(Iteration.cut(tokens, tokenCount), MILLIS), perChunk);
  }

  private static boolean allKnown(Answer answer) {
    return answer.hasGaps() || answer.gapsFrom() == answer.gapsTo();
  }
}
