package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.inferometer.server.GenerationEvent.Aborted;
import org.inferometer.server.GenerationEvent.Failed;
import org.inferometer.server.GenerationEvent.Token;
import org.inferometer.server.RefusedException.Reason;
import org.inferometer.server.engine.Chunk;
import org.inferometer.server.engine.KvCache;
import org.inferometer.server.engine.LanguageModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GenerationLoopTest {
  private final ServerMetrics metrics = new ServerMetrics();

  @Test
  void fifoRunsOneRequestAtATime() throws InterruptedException {
    runFour(Scheduler.FIFO);

    assertThat(steps("+Inf")).isEqualTo(20);
    assertThat(steps("1.0")).isEqualTo(20);
  }

  @Test
  void batchRunsRequestsTogether() throws InterruptedException {
    runFour(Scheduler.BATCH);

    assertThat(steps("+Inf")).isLessThan(20);
    assertThat(steps("2.0")).isLessThan(steps("4.0"));
    assertThat(steps("4.0")).isEqualTo(steps("+Inf"));
  }

  /** Five tokens each; the last three requests come while the first one's first is computed. */
  private void runFour(Scheduler scheduler) throws InterruptedException {
    ScriptedModel engine = TestModels.saying("some text");
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, scheduler, 3, 10, metrics)) {
      List<Generation> generations = new ArrayList<>();
      generations.add(loop.submit(request(5)));
      engine.begun.acquire();
      for (int i = 0; i < 3; i++) {
        generations.add(loop.submit(request(5)));
      }
      engine.freely();
      for (Generation generation : generations) {
        assertThat(tokens(generation)).hasSize(5);
      }
    }
  }

  /** Steps that served at most so many sequences, as the server itself counted them. */
  private int steps(String bound) {
    return metrics
        .text("m")
        .lines()
        .filter(line -> line.startsWith("inferometer:sequences_per_step_bucket"))
        .filter(line -> line.contains("le=\"" + bound + "\""))
        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRequestDoesNotWaitForTheOnesThatRun() throws InterruptedException {
    ScriptedModel engine = TestModels.saying("text");
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.BATCH, 2, 10, metrics)) {
      Generation longer = loop.submit(request(900));
      engine.begun.acquire();
      Generation shorter = loop.submit(request(2));
      engine.steps.release(4);

      assertThat(tokens(shorter)).hasSize(2);
      longer.cancel();
      engine.freely();
    }
  }

  @Test
  void refusesRequestsBeyondTheQueue() throws InterruptedException {
    ScriptedModel engine = TestModels.saying("text");
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 8, 2, metrics)) {
      List<Generation> generations = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        generations.add(loop.submit(request(1)));
      }

      assertThatThrownBy(() -> loop.submit(request(1)))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.QUEUE_FULL));
      engine.freely();
      for (Generation generation : generations) {
        tokens(generation);
      }
      assertThat(tokens(loop.submit(request(1)))).hasSize(1);
    }
  }

  @Test
  void aCancelledRequestFreesItsPlace() throws InterruptedException {
    ScriptedModel engine = TestModels.saying("text");
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      Generation running = loop.submit(request(900));
      Generation waiting = loop.submit(request(900));
      Generation last = loop.submit(request(1));
      engine.begun.acquire();
      running.cancel();
      waiting.cancel();
      engine.steps.release(2);

      assertThat(tokens(last)).hasSize(1);
      assertThat(running.next()).isInstanceOf(Aborted.class);
      assertThat(metrics.text("m"))
          .contains("finished_reason=\"abort\"} 2")
          .contains("finished_reason=\"length\"} 1");
    }
  }

  @Test
  void stopsAtAStopStringThatSpansTokens() throws InterruptedException {
    try (ServedModel model = TestModels.with(TestModels.saying("one two three").freely());
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      List<Token> tokens = tokens(loop.submit(stopping(List.of("wo t"), Set.of())));

      assertThat(text(tokens)).isEqualTo("one t");
      assertThat(tokens.get(tokens.size() - 1).finish()).isEqualTo(FinishReason.STOP);
      assertThat(tokens.get(tokens.size() - 1).stop()).isEqualTo("wo t");
    }
  }

  @Test
  void stopsAtAStopTokenAndSaysWhich() throws InterruptedException {
    try (ServedModel model = TestModels.with(TestModels.saying("abc").freely());
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      int[] script = model.tokenizer().encode("abc", false);
      int last = script[script.length - 1];
      List<Token> tokens = tokens(loop.submit(stopping(List.of("zz"), Set.of(last))));

      assertThat(tokens).hasSize(script.length);
      assertThat(tokens.get(script.length - 1))
          .isEqualTo(new Token(last, "", FinishReason.STOP, last));
    }
  }

  @Test
  void stopsAtAnEndTokenUnlessToldNotTo() throws InterruptedException {
    int end = TestModels.real().endTokens().iterator().next();
    ScriptedModel engine = new ScriptedModel(new int[] {70, end}, 512, 1024).freely();
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      List<Token> ended = tokens(loop.submit(request(9)));
      assertThat(ended).hasSize(2);
      assertThat(ended.get(1)).isEqualTo(new Token(end, "", FinishReason.STOP, null));

      GenerationRequest on =
          new GenerationRequest(
              new int[] {65}, 9, 0, Sampling.GREEDY, List.of(), Set.of(), true, true);
      List<Token> all = tokens(loop.submit(on));
      assertThat(all).hasSize(9);
      assertThat(all.get(1).text()).isEmpty();
      assertThat(all.get(8).finish()).isEqualTo(FinishReason.LENGTH);
    }
  }

  @Test
  void takesNoEndBeforeTheLeastNumberOfTokens() throws InterruptedException {
    int end = TestModels.real().endTokens().iterator().next();
    ScriptedModel engine = new ScriptedModel(new int[] {70, end, 71}, 512, 1024).freely();
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      String stop = model.tokenizer().decode(new int[] {70}, 0, 1, true);
      List<Token> byEnd = tokens(loop.submit(atLeast(4, List.of(), Set.of())));
      List<Token> byToken = tokens(loop.submit(atLeast(6, List.of(), Set.of(71))));
      List<Token> byText = tokens(loop.submit(atLeast(5, List.of(stop), Set.of())));

      assertThat(byEnd).hasSize(5);
      assertThat(ids(byEnd.subList(0, 4))).doesNotContain(end);
      assertThat(ids(byToken.subList(0, 6))).doesNotContain(71, end);
      assertThat(byText).hasSizeGreaterThan(5);
    }
  }

  private static GenerationRequest atLeast(int count, List<String> stops, Set<Integer> stopTokens) {
    return new GenerationRequest(
        new int[] {65}, 20, count, Sampling.GREEDY, stops, stopTokens, false, true);
  }

  @Test
  void aSeedGivesTheSameTokensWhateverElseRuns() throws InterruptedException {
    try (ServedModel model = TestModels.real();
        GenerationLoop loop = new GenerationLoop(model, Scheduler.BATCH, 4, 10, metrics)) {
      List<Integer> alone = ids(tokens(loop.submit(seeded(42, "a prompt of some length", model))));
      List<Generation> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(loop.submit(seeded(i, "another prompt".repeat(15 * i + 1), model)));
      }
      Generation again = loop.submit(seeded(42, "a prompt of some length", model));

      assertThat(ids(tokens(again))).isEqualTo(alone);
      assertThat(Set.copyOf(alone).size()).isGreaterThan(3);
      for (Generation other : others) {
        assertThat(ids(tokens(other))).isNotEqualTo(alone);
      }
    }
  }

  @Test
  void longPromptsAreComputedInPieces() throws InterruptedException {
    ScriptedModel engine = TestModels.saying("text").freely();
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      int[] prompt = new int[600];
      Arrays.fill(prompt, 65);
      GenerationRequest request =
          new GenerationRequest(prompt, 1, 0, Sampling.GREEDY, List.of(), Set.of(), false, true);

      assertThat(tokens(loop.submit(request))).hasSize(1);
      assertThat(engine.begun.availablePermits()).isEqualTo(3);
    }
  }

  @Test
  void drainingFinishesWhatRunsAndRefusesWhatComes() throws InterruptedException {
    ScriptedModel engine = TestModels.saying("text");
    try (ServedModel model = TestModels.with(engine);
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      Generation running = loop.submit(request(3));

      assertThat(loop.drain(Duration.ZERO)).isFalse();
      assertThatThrownBy(() -> loop.submit(request(1)))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SHUTTING_DOWN));
      engine.freely();
      assertThat(loop.drain(Duration.ofSeconds(30))).isTrue();
      assertThat(tokens(running)).hasSize(3);
    }
  }

  @Test
  void anEngineThatFailsEndsItsRequestsOnly() throws InterruptedException {
    try (ServedModel model = TestModels.with(new FailingOnce());
        GenerationLoop loop = new GenerationLoop(model, Scheduler.FIFO, 1, 10, metrics)) {
      assertThat(loop.submit(request(3)).next())
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.message()).contains("broken"));
      assertThat(tokens(loop.submit(request(3)))).hasSize(3);
    }
  }

  private static GenerationRequest request(int maxTokens) {
    return new GenerationRequest(
        new int[] {65, 66}, maxTokens, 0, Sampling.GREEDY, List.of(), Set.of(), false, true);
  }

  private static GenerationRequest stopping(List<String> strings, Set<Integer> tokens) {
    return new GenerationRequest(
        new int[] {65}, 100, 0, Sampling.GREEDY, strings, tokens, false, true);
  }

  private static GenerationRequest seeded(long seed, String prompt, ServedModel model) {
    return new GenerationRequest(
        model.tokenizer().encode(prompt, true),
        20,
        0,
        new Sampling(1, 0, 0.95, 0, 1, 0, 0, seed),
        List.of(),
        Set.of(),
        true,
        true);
  }

  private static List<Token> tokens(Generation generation) throws InterruptedException {
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add((Token) generation.next());
    } while (!tokens.get(tokens.size() - 1).isLast());
    return tokens;
  }

  private static String text(List<Token> tokens) {
    return String.join("", tokens.stream().map(Token::text).toList());
  }

  private static List<Integer> ids(List<Token> tokens) {
    return tokens.stream().map(Token::id).toList();
  }

  /** Works from the second step on. */
  private static final class FailingOnce implements LanguageModel {
    private final ScriptedModel after = TestModels.saying("text").freely();
    private boolean failed;

    @Override
    public int vocabularySize() {
      return after.vocabularySize();
    }

    @Override
    public int contextLength() {
      return after.contextLength();
    }

    @Override
    public KvCache newCache(int capacity) {
      return after.newCache(capacity);
    }

    @Override
    public void forward(List<Chunk> batch) {
      if (!failed) {
        failed = true;
        throw new IllegalStateException("broken");
      }
      after.forward(batch);
    }

    @Override
    public void close() {}
  }
}
