package org.inferometer.run;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.inferometer.dataset.Synthetic;
import org.inferometer.dataset.SyntheticText;
import org.inferometer.load.Open;
import org.inferometer.load.Trace;
import org.inferometer.load.trace.TraceRow;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;
import org.inferometer.server.Tokenizer;
import org.inferometer.server.model.ModelException;
import org.inferometer.stack.StackException;

/**
 * Looks whether synthetic prompts, and prefixes that prompts share, are as long as they were asked
 * to be, before they are measured.
 */
final class PromptProof {
  /** Longer ones need not be proven: their words are the same. */
  private static final int LONGEST = 512;

  private PromptProof() {}

  /** Tokens of the longest synthetic prompt or prefix of a trial; 0 if it has none. */
  private static int longest(Scenario scenario, Trial trial) {
    if (trial.load() instanceof Open open && open.schedule() instanceof Trace trace) {
      return trace.requests().stream().mapToInt(TraceRow::inputTokens).max().orElseThrow();
    }
    Task task = scenario.task(trial.task());
    int own = task.synthetic() == null ? 0 : task.synthetic().promptTokens().to();
    return task.prefix() == null ? own : Math.max(own, task.prefix().tokens());
  }

  /** Of those of {@code trials} that ask synthetic prompts the first of each stack, model, task. */
  static List<Trial> wanted(Scenario scenario, List<Trial> trials) {
    Map<List<String>, Trial> wanted = new LinkedHashMap<>();
    trials.stream()
        .flatMap(one -> one.parts().stream())
        .filter(one -> longest(scenario, one) > 0)
        .forEach(one -> wanted.putIfAbsent(asked(one), one));
    return List.copyOf(wanted.values());
  }

  /** Who is asked what by one of them. */
  static List<String> asked(Trial trial) {
    return List.of(trial.stack(), trial.model(), trial.task());
  }

  /**
   * By the model's own tokenizer, where its directory has one that can be used.
   *
   * @return what is wrong if the words of such prompts are not one token each
   */
  static Optional<String> byTokenizer(Model model) {
    Path directory = model.directory();
    if (directory == null || !Files.isRegularFile(directory.resolve("tokenizer.json"))) {
      return Optional.empty();
    }
    OptionalInt added;
    try (Tokenizer tokenizer = Tokenizer.load(directory)) {
      added = SyntheticText.added(text -> tokenizer.encode(text, false).length);
    } catch (ModelException e) {
      return Optional.empty(); // The stacks tell.
    }
    return added.isPresent()
        ? Optional.empty()
        : Optional.of(
            "the tokenizer of model %s (%s) does not make one token of each word of synthetic prompts; allowed: prompts of a file"
                .formatted(model.name(), directory));
  }

  /**
   * By the stack's own count: of two prompts one is longer by as many tokens as it has more words.
   *
   * @return what the stack counts, in a sentence
   * @throws StackException if its tokens are not the words
   */
  static String byStack(Scenario scenario, Trial trial, URI url) throws InterruptedException {
    int asked = Math.min(LONGEST, longest(scenario, trial));
    int shorter = (asked + 1) / 2;
    Cell cell = Cell.unrecorded(scenario, trial, url);
    Integer all = promptTokens(cell.asking(new Synthetic(asked, 2)));
    Integer half = promptTokens(cell.asking(new Synthetic(shorter, 2)));
    String prompts = "%s: synthetic prompts of task %s: ".formatted(trial.stack(), trial.task());
    if (all == null || half == null) {
      return prompts
          + "the stack does not tell how many tokens a prompt has, so that %d is only what their words are elsewhere"
              .formatted(asked);
    }
    int added = all - asked;
    if (added < 0 || half - shorter != added) {
      throw new StackException(
          trial.stack(),
          "counts %d tokens in a synthetic prompt of %d words and %d in one of %d, so that task %s would not be as long as asked for; allowed: prompts of a file"
              .formatted(all, asked, half, shorter, trial.task()));
    }
    return prompts
        + "%d tokens by the stack's own count%s"
            .formatted(
                all,
                added == 0
                    ? ""
                    : ", %d of them added by its tokenizer or its chat template".formatted(added));
  }

  private static Integer promptTokens(Cell cell) throws InterruptedException {
    return new Round(cell, 1).send(0).get(0).promptTokens();
  }
}
