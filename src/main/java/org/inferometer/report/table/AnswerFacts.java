package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.result.AfterCancel;
import org.inferometer.result.Cell;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.SameAnswers;
import org.inferometer.result.SameAnswers.Difference;
import org.inferometer.result.TokensPerEvent;
import org.inferometer.result.TrialResult;

/** What the stacks of a run answered, apart from how fast. */
final class AnswerFacts {
  private final Run run;

  private AnswerFacts(Run run) {
    this.run = run;
  }

  static Facts of(Run run) {
    AnswerFacts of = new AnswerFacts(run);
    return new Facts()
        .put("same answers", sameAnswers(run))
        .put("reasoning", of.each(AnswerFacts::reasoning))
        .put("tool calls", of.each(AnswerFacts::toolCalls))
        .put("tokens per event", of.each(AnswerFacts::perEvent))
        .put("given up", of.each(of::givenUp));
  }

  /** How far each stack gave the answers of the first, by model and task. */
  static List<String> sameAnswers(Run run) {
    Map<String, List<SameAnswers>> groups = new LinkedHashMap<>();
    List<SameAnswers> all = SameAnswers.read(run.directory().sameAnswers());
    for (Cell cell : run.cells()) {
      for (SameAnswers one : all) {
        if (one.trial().equals(cell.trial()) && !cell.isPart()) {
          String pair =
              "%s against %s, %s, %s"
                  .formatted(
                      CellTable.label(run, one.other()),
                      CellTable.label(run, one.base()),
                      cell.task(),
                      CellTable.model(run, cell.model()));
          groups.computeIfAbsent(pair, x -> new ArrayList<>()).add(one);
        }
      }
    }
    return groups.entrySet().stream().map(e -> e.getKey() + ": " + said(e.getValue())).toList();
  }

  private static String said(List<SameAnswers> parts) {
    long compared = parts.stream().mapToLong(SameAnswers::compared).sum();
    long same = parts.stream().mapToLong(SameAnswers::same).sum();
    int[] at =
        parts.stream()
            .flatMap(one -> one.differences().stream())
            .mapToInt(Difference::at)
            .sorted()
            .toArray();
    String share =
        String.format(
            Locale.ROOT,
            "the same text in %,d of %,d answers (%.1f %%)",
            same,
            compared,
            100.0 * same / compared);
    return at.length == 0
        ? share
        : share
            + "; half of the others differ first before %s %d, the first of them at %d"
                .formatted(parts.get(0).unit(), at[at.length / 2] + 1, at[0]);
  }

  /** A sentence for each trial of which there is something to say; those that say the same once. */
  private List<String> each(Function<TrialResult, String> sentence) {
    return run.trials().stream()
        .filter(one -> !sentence.apply(one).isEmpty())
        .map(
            one ->
                "%s, %s: %s"
                    .formatted(
                        CellTable.label(run, one),
                        CellTable.title(run, one.cell()),
                        sentence.apply(one)))
        .toList();
  }

  /** How much was reasoning, and how long it kept the answer from being seen. */
  private static String reasoning(TrialResult trial) {
    double tokens = trial.estimate(Metric.REASONING_TOKENS).value();
    double first = trial.estimate(Metric.P2FT).value();
    double visible = trial.estimate(Metric.FIRST_VISIBLE).value();
    String counted =
        tokens > 0
            ? String.format(
                Locale.ROOT,
                "%.1f tokens an answer, and %.1f of the answer itself",
                tokens,
                trial.estimate(Metric.ANSWER_TOKENS).value())
            : "";
    String seen =
        visible > first
            ? String.format(
                Locale.ROOT,
                "the first token came after %.1f ms, the first that is no reasoning after %.1f ms",
                first,
                visible)
            : "";
    return Stream.of(counted, seen).filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
  }

  private static String toolCalls(TrialResult trial) {
    Estimate first = trial.estimate(Metric.FIRST_TOOL_CALL);
    return first.isPresent()
        ? String.format(
            Locale.ROOT,
            "the first token of one came after %.1f ms (mean of %,d)",
            first.value(),
            first.count())
        : "";
  }

  private static String perEvent(TrialResult trial) {
    TokensPerEvent tokens = trial.answers().perEvent();
    if (!tokens.isSeveral()) {
      return "";
    }
    double all = tokens.events().values().stream().mapToLong(Long::longValue).sum();
    String each =
        tokens.events().entrySet().stream()
            .map(
                one ->
                    String.format(
                        Locale.ROOT, "%d in %.1f %%", one.getKey(), 100 * one.getValue() / all))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "%.2f on average", tokens.mean())
        + (each.isEmpty() ? "; which brings how many is not told" : "; " + each + " of the events");
  }

  private String givenUp(TrialResult trial) {
    if (trial.cancelled() == 0) {
      return "";
    }
    String counted =
        String.format(
            Locale.ROOT,
            "%,d of %,d measured requests",
            trial.cancelled(),
            trial.requests() + trial.cancelled());
    AfterCancel server = trial.answers().afterCancel();
    return counted
        + (server == null
            ? "; whether the server stops working on them it does not tell"
            : String.format(
                Locale.ROOT,
                "; for each of them the server generated %.1f tokens that nobody got%s (%s, warm-up"
                    + " included)%s",
                server.wasted(),
                Double.isNaN(server.wastedShare())
                    ? ""
                    : ", %.0f %% of what was left of it".formatted(100 * server.wastedShare()),
                server.source(),
                server.running() > 0
                    ? "; afterwards it still worked on %.0f requests".formatted(server.running())
                    : ""));
  }
}
