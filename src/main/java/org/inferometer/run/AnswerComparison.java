package org.inferometer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.inferometer.record.KeptAnswer;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.SameAnswers;
import org.inferometer.result.SameAnswers.Difference;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;
import org.inferometer.server.Tokenizer;
import org.inferometer.server.model.ModelException;

/**
 * Holds the answers that the stacks of a run gave to the same questions against those of the first
 * of them, where generation is greedy and answers are kept.
 */
final class AnswerComparison implements AutoCloseable {
  /** Of a trial's answers on a stack so many characters are compared. */
  private static final long MOST_CHARACTERS = 64 << 20;

  private final RunDirectory run;
  private final Scenario scenario;
  private final Consumer<String> problems;
  private final Map<String, Tokenizer> tokenizers = new HashMap<>();

  /** Stacks of which it has been told that they are asked something else. */
  private final Set<String> unlike = new HashSet<>();

  private AnswerComparison(RunDirectory run, Scenario scenario, Consumer<String> problems) {
    this.problems = problems;
    this.run = run;
    this.scenario = scenario;
  }

  /**
   * Compares, and writes {@link RunDirectory#sameAnswers}.
   *
   * @param problems gets a sentence for each line that is no answer, and for each stack none of
   *     whose answers can be compared
   */
  static void write(RunDirectory run, Plan plan, Consumer<String> problems) {
    try (AnswerComparison comparison = new AnswerComparison(run, plan.scenario(), problems)) {
      SameAnswers.write(comparison.all(plan), run.sameAnswers());
    }
  }

  private List<SameAnswers> all(Plan plan) {
    Map<String, Trial> trials = new LinkedHashMap<>();
    plan.trials().forEach(one -> trials.putIfAbsent(one.name(), one));
    List<SameAnswers> all = new ArrayList<>();
    for (Trial trial : trials.values()) {
      List<String> stacks =
          plan.stacks().stream()
              .map(Stack::name)
              .filter(name -> Files.isRegularFile(run.answers(name, trial.name())))
              .toList();
      boolean greedy =
          trial.parts().stream().allMatch(one -> scenario.task(one.task()).isGreedy(one.model()));
      if (greedy && stacks.size() > 1) {
        compare(trial, stacks, all);
      }
    }
    return all;
  }

  private void compare(Trial trial, List<String> stacks, List<SameAnswers> all) {
    Map<List<Object>, KeptAnswer> base = read(trial, stacks.get(0));
    // An answer does not tell which of several models gave it.
    List<Model> models = scenario.models(trial.model());
    Tokenizer tokenizer = models.size() > 1 ? null : tokenizer(models.get(0));
    for (String other : stacks.subList(1, stacks.size())) {
      long compared = 0;
      List<Difference> differences = new ArrayList<>();
      Map<List<Object>, KeptAnswer> others = read(trial, other);
      boolean alike = others.isEmpty() || base.isEmpty();
      for (Map.Entry<List<Object>, KeptAnswer> one : others.entrySet()) {
        KeptAnswer mine = base.get(one.getKey());
        if (mine != null && Objects.equals(mine.asked(), one.getValue().asked())) {
          alike = true;
          if (isWritten(mine) || isWritten(one.getValue())) {
            compared++;
            compare(mine, one.getValue(), tokenizer, differences);
          }
        }
      }
      if (!alike && unlike.add(other)) {
        problems.accept(
            "answers of %s and %s are not compared: both were asked, but never the same (two names of one server are not; reuse: true asks prompts as they are)"
                .formatted(stacks.get(0), other));
      }
      if (compared > 0) {
        int told = Math.min(differences.size(), SameAnswers.MOST);
        all.add(
            new SameAnswers(
                trial.name(),
                stacks.get(0),
                other,
                compared,
                compared - differences.size(),
                tokenizer == null ? "character" : "token",
                List.copyOf(differences.subList(0, told))));
      }
    }
  }

  /** Whether an answer has a text; that of a call of a tool is not kept. */
  private static boolean isWritten(KeptAnswer one) {
    return !one.text().isEmpty() || one.reasoning() != null && !one.reasoning().isEmpty();
  }

  private static void compare(
      KeptAnswer a, KeptAnswer b, Tokenizer tokenizer, List<Difference> differences) {
    String before = Objects.requireNonNullElse(a.reasoning(), "");
    String otherBefore = Objects.requireNonNullElse(b.reasoning(), "");
    if (!before.equals(otherBefore)) {
      int at = firstDifference(units(before, tokenizer), units(otherBefore, tokenizer));
      differences.add(new Difference(a.fork(), a.place(), a.prompt(), at));
    } else if (!a.text().equals(b.text())) {
      int at =
          units(before, tokenizer).length
              + firstDifference(units(a.text(), tokenizer), units(b.text(), tokenizer));
      differences.add(new Difference(a.fork(), a.place(), a.prompt(), at));
    }
  }

  private static int[] units(String text, Tokenizer tokenizer) {
    return tokenizer == null ? text.codePoints().toArray() : tokenizer.encode(text, false);
  }

  private static int firstDifference(int[] a, int[] b) {
    int at = 0;
    while (at < a.length && at < b.length && a[at] == b[at]) {
      at++;
    }
    return at;
  }

  /** Measured answers by repeat, place and turn. */
  private Map<List<Object>, KeptAnswer> read(Trial trial, String stack) {
    Map<List<Object>, KeptAnswer> answers = new LinkedHashMap<>();
    long[] characters = new long[1];
    RecordReader.answers(
        run.answers(stack, trial.name()),
        one -> {
          if (one.phase() == Phase.MEASURED && characters[0] < MOST_CHARACTERS) {
            characters[0] += one.text().length();
            int turn = one.turn() == null ? 1 : one.turn();
            answers.put(List.of(one.fork(), one.place(), turn), one);
          }
        },
        problems);
    return answers;
  }

  private Tokenizer tokenizer(Model model) {
    return tokenizers.computeIfAbsent(
        model.name(),
        name -> {
          Path directory = model.directory();
          try {
            return directory == null ? null : Tokenizer.load(directory);
          } catch (ModelException e) {
            // Without a tokenizer characters are counted.
            return null;
          }
        });
  }

  @Override
  public void close() {
    tokenizers.values().forEach(Tokenizer::close);
  }
}
