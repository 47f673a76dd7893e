package org.inferometer.calibration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.Likeness;

/**
 * What a stack did in a trial, for the standard to do once more: the error of the instrument is
 * then known at the very load of the trial, and not at one that is heavier or lighter.
 *
 * @param likeness when the tokens of its answers came, in the order of the records
 * @param promptBytes about the size of what was asked
 * @param answerNanos median of the answers' total latencies
 */
public record Mirror(Likeness likeness, int promptBytes, long answerNanos) {
  private static final int MOST_ANSWERS = 1000;
  private static final int MOST_TOKENS = 200_000;
  private static final int BYTES_PER_TOKEN = 4;
  private static final int USUAL_PROMPT_BYTES = 400;

  /** Of the measured answers in the records of one trial; empty where none was right. */
  public static Optional<Mirror> of(Path records) {
    List<long[]> answers = new ArrayList<>();
    long[] sums = new long[2];
    RecordReader.readWhile(
        records,
        record -> {
          if (record.phase() == Phase.MEASURED && record.outcome() == Outcome.OK) {
            long[] due = due(record);
            if (due.length > 0) {
              answers.add(due);
              sums[0] += due.length;
              sums[1] += record.promptTokens() == null ? 0 : record.promptTokens();
            }
          }
          return answers.size() < MOST_ANSWERS && sums[0] < MOST_TOKENS;
        });
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    long[] latencies = answers.stream().mapToLong(due -> due[due.length - 1]).sorted().toArray();
    int prompt = (int) Math.min(1 << 20, BYTES_PER_TOKEN * sums[1] / answers.size());
    return Optional.of(
        new Mirror(
            new Likeness(answers),
            prompt == 0 ? USUAL_PROMPT_BYTES : prompt,
            latencies[latencies.length / 2]));
  }

  /** When each token came, after the start of the request; of a whole answer all at its end. */
  private static long[] due(RequestRecord record) {
    if (record.mode() == Mode.STREAM) {
      return Arrays.stream(Comparison.tokenTimes(record))
          .map(time -> Math.max(0, time - record.started()))
          .toArray();
    }
    long[] due = new long[record.outputTokens() == null ? 1 : record.outputTokens()];
    Arrays.fill(due, record.closed() - record.started());
    return due;
  }
}
