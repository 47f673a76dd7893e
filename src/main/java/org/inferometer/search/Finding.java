package org.inferometer.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a search of one stack in one cell has found, as {@code search.json} keeps it, after {@code
 * search.schema.json}.
 *
 * @param task that was asked, as streams
 * @param unit of the loads
 * @param targets in words, in the order of the shares
 * @param shown the largest load that is shown to meet them; null if none is
 * @param notShown the next one that was tried; null if there is none
 * @param undecided whether that one is not shown to miss a target either
 * @param boundary the load at which they are just met, as all replicates tell together; null if
 *     that is not known
 * @param late trials in which the client itself started requests late, so that misses may be its
 *     own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String stack,
    String model,
    String task,
    String unit,
    List<String> targets,
    Answer.End end,
    Double shown,
    @JsonProperty("not_shown") Double notShown,
    boolean undecided,
    Boundary boundary,
    double from,
    double to,
    int late,
    List<Tried> trail) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * A load that was tried.
   *
   * @param confirms whether it was to show something; if not it only showed the way
   * @param missed of each target the share of the requests that missed it
   * @param goodput requests that met all targets, per second
   * @param stopped why it was asked no more; null if for no such reason
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tried(
      double level,
      boolean confirms,
      Probe.Verdict verdict,
      int replicates,
      List<Double> missed,
      double goodput,
      String stopped) {

    private static Tried of(Probe probe, int targets) {
      return new Tried(
          rounded(probe.level()).doubleValue(),
          probe.confirms(),
          probe.verdict(),
          probe.replicates().size(),
          IntStream.range(0, targets).mapToObj(probe::missed).toList(),
          probe.goodput(),
          probe.stopped());
    }
  }

  public Finding {
    targets = List.copyOf(targets);
    trail = List.copyOf(trail);
  }

  /** Of {@code answer}. */
  public static Finding of(
      String stack,
      String model,
      String task,
      String unit,
      List<String> targets,
      Levels levels,
      int late,
      Answer answer) {
    return new Finding(
        stack,
        model,
        task,
        unit,
        targets,
        answer.end(),
        known(answer.shown()),
        known(answer.notShown()),
        answer.undecided(),
        answer
            .boundary()
            .map(one -> new Boundary(known(one.level()), known(one.low()), known(one.high())))
            .orElse(null),
        levels.from(),
        levels.to(),
        late,
        answer.trail().stream().map(one -> Tried.of(one, targets.size())).toList());
  }

  /** Whether there is nothing left to be searched. */
  @JsonIgnore
  public boolean isDone() {
    return end != Answer.End.OUT_OF_TIME;
  }

  /** The answer in a sentence. */
  @Override
  public String toString() {
    return text(stack, model);
  }

  /** The same with what its stack and its model are called in figures. */
  public String text(String stackLabel, String modelLabel) {
    return "%s, %s, %s: %s (%s)%s"
        .formatted(stackLabel, modelLabel, task, answer(), String.join(", ", targets), doubt());
  }

  private String doubt() {
    int all = trail.stream().mapToInt(Tried::replicates).sum();
    return late == 0
        ? ""
        : "; suspect: in %d of %d trials the client itself started requests late"
            .formatted(late, all);
  }

  private String answer() {
    String early = isDone() ? "" : "; ended early, there was no time left";
    if (shown == null) {
      return (end == Answer.End.NOT_EVEN
              ? (undecided ? "not shown to meet the targets even at " : "not even at ")
                  + words(from)
                  + (undecided ? "; undecided there" : "")
              : "not shown at any load so far")
          + early;
    }
    String next =
        notShown == null
            ? ""
            : undecided
                ? "; not shown at %s, where it is undecided".formatted(number(notShown))
                : "; misses at " + number(notShown);
    if (boundary != null) {
      return "meets the targets up to %s [%s, %s]; shown up to %s%s%s"
          .formatted(
              words(boundary.level()),
              number(boundary.low()),
              number(boundary.high()),
              number(shown),
              next,
              early);
    }
    return "meets the targets %s %s%s%s"
        .formatted(
            end == Answer.End.AT_LEAST ? "at least up to" : "up to", words(shown), next, early);
  }

  private String words(double level) {
    return number(level) + " " + unit;
  }

  private static String number(double level) {
    return rounded(level).stripTrailingZeros().toPlainString();
  }

  /** To the digits with which loads are asked for. */
  private static BigDecimal rounded(double level) {
    return new BigDecimal(level).round(new MathContext(4));
  }

  private static Double known(double number) {
    return Double.isNaN(number) ? null : rounded(number).doubleValue();
  }

  /** Those that {@code file} keeps; none if there is none. */
  public static List<Finding> read(Path file) {
    try {
      return Files.exists(file)
          ? List.of(JSON.readValue(Files.readString(file), Finding[].class))
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Keeps {@code all} in {@code file}, in place of others only when it is whole. */
  public static void write(Path file, List<Finding> all) {
    try {
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(whole, JSON.writeValueAsString(all) + "\n");
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
