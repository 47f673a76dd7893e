package org.inferometer.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.inferometer.run.Choices;
import org.inferometer.run.RunEvent;
import org.inferometer.run.Session;
import org.inferometer.standard.AnswerScripts;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Question;
import org.inferometer.standard.Responder;
import org.inferometer.standard.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants on servers with exact schedules. */
abstract class TwoTenants {
  static final String SCENARIO =
      """
      name: tenants
      models: { exact: { generate: { family: gpt2, size: tiny } } }
      stacks:
        one: { url: "%s", check: { models: false } }
        two: { url: "%s", check: { models: false } }
      tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 4 } } }
      tenants:
        - { name: victim, stack: one, task: chat, load: { closed: 1 } }
        - { name: noise, stack: two, task: chat, load: %s }
      measure: { repeats: %d, warmup-iterations: 1, warmup-time: 500ms, iterations: 1, iteration-time: %s, stack-warmup: 100ms }
      %s
      """;

  static final String PROMPTS =
      "{\"id\":\"1\",\"text\":\"hello\"}\n{\"id\":\"2\",\"text\":\"again\"}\n";

  @TempDir Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), PROMPTS);
  }

  /** Answers always alike, and knows whether it is asked in the trial that a run tells it of. */
  static class Busy implements Responder, Consumer<RunEvent> {
    private final Responder answers = new AnswerScripts("ttft=30ms,itl=10ms,tokens=4");
    private volatile boolean measured;
    private volatile boolean asked;

    @Override
    public Script answer(Question question) {
      asked = measured;
      return answers.answer(question);
    }

    @Override
    public void accept(RunEvent event) {
      if (event instanceof RunEvent.TrialBegun) {
        measured = true;
        asked = false;
      }
    }

    boolean isBusy() {
      return asked;
    }
  }

  Session session(ExactScheduleServer one, ExactScheduleServer two, int repeats)
      throws IOException, InterruptedException {
    return session(SCENARIO.formatted(one.uri(), two.uri(), "{ closed: 2 }", repeats, "3s", ""));
  }

  Session session(String scenario) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("tenants.yaml"), scenario);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Choices all = new Choices(null, List.of(), false);
    return Suite.of(file, Map.of(), folder.resolve("results"), all, nowhere);
  }
}
