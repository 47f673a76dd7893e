package org.inferometer.result;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Task;

/**
 * How many tokens of its prompt a server has seen before, so that a cache that forgets nothing
 * would hold them: those of the turn before, with its answer where that is what the server gave and
 * nothing else than text, or of a beginning that prompts share. What the scenario asks a prefix
 * cache for.
 *
 * <p>Records have to come in the order in which requests ended. A template may write an answer in
 * other tokens than it was generated in, and a cache holds whole blocks: what a server tells may
 * lie a little below.
 */
final class Earlier {
  private final Function<String, Task> tasks;
  private final Map<String, Integer> before = new HashMap<>();

  /**
   * @param tasks what a task's name stands for; null for one of which nothing is known
   */
  Earlier(Function<String, Task> tasks) {
    this.tasks = tasks;
  }

  /** Of the prompt of {@code record}, which is known to have tokens. */
  int tokens(RequestRecord record) {
    Task task = tasks.apply(record.task());
    if (task == null) {
      return 0;
    }
    int shared = record.place() == null ? 0 : task.sharedTokens(record.place());
    if (record.conversation() != null) {
      String key = record.fork() + " " + record.conversation();
      shared = Math.max(shared, before.getOrDefault(key, 0));
      boolean given = task.talk().hearsAnswers();
      before.put(key, record.promptTokens() + (given ? sentAgain(record) : 0));
    }
    return Math.min(shared, record.promptTokens());
  }

  /**
   * Tokens of the answer that stand behind its prompt in the next one, too: those of text alone.
   */
  private static int sentAgain(RequestRecord record) {
    boolean reasoned = record.reasoningEvents() != null || record.reasoningTokens() != null;
    boolean other = reasoned || record.firstTool() != null;
    return other || record.outputTokens() == null ? 0 : record.outputTokens();
  }
}
