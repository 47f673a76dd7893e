package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far two stacks gave the same answers to the same questions, in one trial of greedy
 * generation: one that answers otherwise has done other work, and its speed is that of other work.
 *
 * @param trial its name
 * @param base the stack whose answers are the measure
 * @param other the stack that is held against it
 * @param compared measured questions that both answered
 * @param same those with the same text, reasoning included
 * @param unit what differences are counted in: token where the model has a tokenizer, or character
 * @param differences where answers differ, at most {@link #MOST} of them
 */
public record SameAnswers(
    String trial,
    String base,
    String other,
    long compared,
    long same,
    String unit,
    List<Difference> differences) {
  /** So many differences are told one by one. */
  public static final int MOST = 1000;

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One question that was answered otherwise.
   *
   * @param repeat of the trial
   * @param place of the prompt in the trial's sequence
   * @param prompt its id
   * @param at the first token or character that differs, counted from 0
   */
  public record Difference(int repeat, long place, String prompt, int at) {}

  /** Those of a run; none where nothing was compared. A damaged file tells of none. */
  public static List<SameAnswers> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return JSON.readValue(file.toFile(), new TypeReference<List<SameAnswers>>() {});
    } catch (JsonProcessingException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes those of a run; no file where there are none. */
  public static void write(List<SameAnswers> all, Path file) {
    try {
      if (all.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The place of the first difference in the middle of all answers that differ. */
  public OptionalDouble median() {
    double[] at = differences.stream().mapToDouble(Difference::at).toArray();
    return at.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Sample.of(at, at.length).quantile(0.5));
  }
}
