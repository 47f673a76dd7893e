package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.PointLog;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Together;
import org.inferometer.result.tenants.Victim;
import org.inferometer.run.Choices;
import org.inferometer.run.RunEvent;
import org.inferometer.run.RunFailed;
import org.inferometer.run.Session;
import org.inferometer.scenario.Stopped;
import org.inferometer.standard.AnswerScripts;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Question;
import org.inferometer.standard.Responder;
import org.inferometer.standard.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of two tenants on servers with exact schedules. */
@Tag("whole-run")
class TenantsRunTest {
  private static final String SCENARIO =
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

  private static final String PROMPTS =
      "{\"id\":\"1\",\"text\":\"hello\"}\n{\"id\":\"2\",\"text\":\"again\"}\n";

  @TempDir private Path folder;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), PROMPTS);
  }

  /** Answers in one time, or, while another server is busy, in another. */
  private static final class Disturbed implements Responder {
    private final Responder calm = new AnswerScripts("ttft=100ms,itl=10ms,tokens=4");
    private final Responder slow = new AnswerScripts("ttft=250ms,itl=12ms,tokens=4");
    private final Busy other;

    Disturbed(Busy other) {
      this.other = other;
    }

    @Override
    public Script answer(Question question) {
      return (other.isBusy() ? slow : calm).answer(question);
    }
  }

  /** Answers always alike, and knows whether it is asked in the trial that a run tells it of. */
  private static class Busy implements Responder, Consumer<RunEvent> {
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

  private Session session(ExactScheduleServer one, ExactScheduleServer two, int repeats)
      throws IOException, InterruptedException {
    return session(SCENARIO.formatted(one.uri(), two.uri(), "{ closed: 2 }", repeats, "3s", ""));
  }

  private Session session(String scenario) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("tenants.yaml"), scenario);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Choices all = new Choices(null, List.of(), false);
    return Suite.of(file, Map.of(), folder.resolve("results"), all, nowhere);
  }

  private static Set<String> prompts(RunDirectory run, String stack, String trial) {
    Set<String> measured = new HashSet<>();
    RecordReader.read(
        run.requests(stack, trial),
        one -> {
          if (one.phase() == Phase.MEASURED) {
            measured.add(one.fork() + "/" + one.place() + "/" + one.prompt());
          }
        },
        problem -> {});
    return measured;
  }

  @Test
  void onePointIsOneOperationAndEachTenantsRequestsAreItsOwn()
      throws IOException, InterruptedException {
    RunDirectory directory;
    try (ExactScheduleServer one = ExactScheduleServer.start(0, "ttft=20ms,itl=5ms,tokens=4");
        ExactScheduleServer two = ExactScheduleServer.start(0, "ttft=20ms,itl=5ms,tokens=4")) {
      Session session = session(one, two, 1);
      session.measure();
      directory = session.directory();
    }
    Run run = Run.read(directory.root());

    assertThat(run.complete()).isTrue();
    assertThat(run.problems()).noneMatch(one -> one.contains("not measured"));
    assertThat(run.trials()).hasSize(4).extracting(TrialResult::stack).contains("victim", "noise");
    assertThat(run.trials()).allMatch(one -> one.requests() > 5 && one.failed() == 0);
    JsonNode jmh = new JsonMapper().readTree(directory.jmh().toFile());
    assertThat(jmh).hasSize(3);
    JsonNode together = jmh.get(2);
    assertThat(together.path("benchmark").asText()).endsWith("TenantsBenchmark.together");
    assertThat(together.at("/params/tenants").asText()).isEqualTo("noise (p=2) + victim (p=1)");
    assertThat(together.at("/secondaryMetrics/requests.ok@noise/score").asLong()).isPositive();
    assertThat(together.at("/secondaryMetrics/p2ft@victim/score").asDouble())
        .isGreaterThanOrEqualTo(20);
    String alone = "complete-exact-chat-stream-p1-alone";
    String with = "complete-exact-chat-stream-p1-with-noise-p2";
    Set<String> both = prompts(directory, "victim", alone);
    both.retainAll(prompts(directory, "victim", with));
    assertThat(both).as("asked alone and with the neighbour").hasSizeGreaterThan(5);
    JsonNode log = new JsonMapper().readTree(Files.readAllLines(directory.tenants()).get(2));
    assertThat(log.path("tenants")).hasSize(2);
    assertThat(log.path("skew_ms").asDouble()).isBetween(0.0, 1000.0);
    RecordReader.read(
        directory.requests("victim", with),
        (RequestRecord one) -> {
          assertThat(one.started()).isGreaterThanOrEqualTo(log.path("released").asLong());
          assertThat(one.tenant()).isEqualTo("victim");
          if (one.phase() == Phase.MEASURED) {
            assertThat(one.scheduled()).isGreaterThanOrEqualTo(log.path("measured").asLong());
          }
        },
        problem -> {});
    assertThat(log.path("measured").asLong() - log.path("released").asLong())
        .isEqualTo(500_000_000L);
  }

  @Test
  void aTenantIsHeldAgainstItselfAlone() throws IOException, InterruptedException {
    RunDirectory directory;
    Busy noise = new Busy();
    try (ExactScheduleServer one = ExactScheduleServer.start(0, new Disturbed(noise));
        ExactScheduleServer two = ExactScheduleServer.start(0, noise)) {
      Session session = session(one, two, 2);
      session.listen(noise);
      session.measure();
      directory = session.directory();
    }

    List<Together> sets = Interference.of(Run.read(directory.root()));

    assertThat(sets).hasSize(1);
    Together set = sets.get(0);
    Victim victim = set.victims().get(0);
    assertThat(victim.tenant()).isEqualTo("victim");
    assertThat(victim.alone().estimate(Metric.P2FT, Statistic.MIN).value()).isBetween(100.0, 249.9);
    assertThat(victim.together().estimate(Metric.P2FT, Statistic.MIN).value())
        .isGreaterThanOrEqualTo(250);
    assertThat(victim.slowdown(Metric.P2FT).hasInterval()).isTrue();
    assertThat(set.systemThroughput().isPresent()).isTrue();
    assertThat(set.totalThroughput().value())
        .as("4 tokens in 286 ms at best, 2 x 4 in 60 ms")
        .isLessThan(4 / 0.286 + 8 / 0.060)
        .isCloseTo(
            Math.sqrt(tokensPerSecond(directory, 1) * tokensPerSecond(directory, 2)), within(1e-6));
  }

  /** Of both beside each other, from their first measured request to the end of their last. */
  private static double tokensPerSecond(RunDirectory run, int repeat) {
    List<RequestRecord> both = new ArrayList<>();
    Map.of("victim", "p1-with-noise-p2", "noise", "p2-with-victim-p1")
        .forEach(
            (tenant, trial) ->
                RecordReader.read(
                    run.requests(tenant, "complete-exact-chat-stream-" + trial),
                    both::add,
                    problem -> {}));
    both.removeIf(one -> one.phase() != Phase.MEASURED || one.fork() != repeat);
    long from = both.stream().mapToLong(RequestRecord::started).min().orElseThrow();
    long to = both.stream().mapToLong(RequestRecord::closed).max().orElseThrow();
    return both.stream().mapToInt(RequestRecord::outputTokens).sum() / ((to - from) * 1e-9);
  }

  @Test
  void aTenantThatIsKilledInTheMiddleEndsTheWindowOfItsNeighbour()
      throws IOException, InterruptedException {
    AtomicReference<ExactScheduleServer> killed = new AtomicReference<>();
    Busy noise = new Busy();
    Responder killer = onceBoth(noise, () -> killed.get().close());
    Session session;
    try (ExactScheduleServer one = ExactScheduleServer.start(0, killer);
        ExactScheduleServer two = ExactScheduleServer.start(0, noise)) {
      killed.set(two);
      session = session(one, two, 1);
      session.listen(noise);

      session.measure();
    }

    Run run = Run.read(session.directory().root());
    assertThat(run.problems())
        .anySatisfy(
            one ->
                assertThat(one)
                    .contains("victim + noise, repeat 1: noise asked no more")
                    .contains("only what was asked before is measured"));
    Victim victim = Interference.of(run).get(0).victims().get(0);
    assertThat(victim.together().requests()).isPositive().isLessThan(victim.alone().requests());
    assertThat(victim.together().failed()).isZero();
    assertThatJmhCountsThemToo(run, victim);
  }

  private static void assertThatJmhCountsThemToo(Run run, Victim victim) throws IOException {
    JsonNode together = new JsonMapper().readTree(run.directory().jmh().toFile()).get(2);
    assertThat(together.at("/secondaryMetrics/requests.ok@victim/score").asLong())
        .isEqualTo(victim.together().requests());
  }

  /**
   * Answers quickly; a second after it was first asked while {@code noise} is, runs {@code then}.
   */
  private static Responder onceBoth(Busy noise, Runnable then) {
    AtomicBoolean disturbed = new AtomicBoolean();
    Responder answers = new AnswerScripts("ttft=20ms,itl=5ms,tokens=4");
    return question -> {
      if (noise.isBusy() && !disturbed.getAndSet(true)) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(then);
      }
      return answers.answer(question);
    };
  }

  @Test
  void whatFailsOfATenantThatIsAloneIsItsFailure() throws IOException, InterruptedException {
    AtomicReference<ExactScheduleServer> killed = new AtomicReference<>();
    AtomicInteger asked = new AtomicInteger();
    Responder answers = new AnswerScripts("ttft=20ms,itl=5ms,tokens=4");
    Responder mortal =
        question -> {
          if (asked.incrementAndGet() == 40) {
            CompletableFuture.runAsync(() -> killed.get().close());
          }
          return answers.answer(question);
        };
    Session session;
    try (ExactScheduleServer one = ExactScheduleServer.start(0, mortal);
        ExactScheduleServer two = ExactScheduleServer.start(0, answers)) {
      killed.set(one);
      session = session(one, two, 1);

      assertThatThrownBy(session::measure).isInstanceOf(RunFailed.class);
    }

    TrialResult alone = Run.read(session.directory().root()).trials().get(0);
    assertThat(alone.stack()).isEqualTo("victim");
    assertThat(alone.requests()).isPositive();
    assertThat(alone.failed()).isPositive();
  }

  @Test
  void repeatsGoOnUntilTheSlowdownOfEachTenantIsKnown() throws IOException, InterruptedException {
    Session session;
    try (ExactScheduleServer one = ExactScheduleServer.start(0, "ttft=90ms,itl=1ms,tokens=4");
        ExactScheduleServer two = ExactScheduleServer.start(0, "ttft=90ms,itl=1ms,tokens=4")) {
      String until = ", until: { interval: 90%, of: p2ft, at-most: 4 } }";
      session =
          session(
              SCENARIO
                  .formatted(one.uri(), two.uri(), "{ closed: 2 }", 2, "600ms", "")
                  .replace("stack-warmup: 100ms }", "stack-warmup: 100ms" + until));

      session.measure();
    }

    Run run = Run.read(session.directory().root());
    assertThat(run.complete()).isTrue();
    assertThat(run.problems())
        .as("nothing but what a busy machine does")
        .hasSize(startedApart(session.directory()))
        .allMatch(one -> one.contains("the tenants started"));
    List<Stopped> stopped = run.plan().stopped();
    assertThat(stopped).extracting(Stopped::tenant).containsExactlyInAnyOrder("victim", "noise");
    int repeats = stopped.get(0).repeats();
    assertThat(stopped)
        .as("a busy machine may leave it open after the last")
        .allMatch(one -> one.repeats() == repeats && (one.reached() || repeats == 4));
    assertThat(run.trials()).hasSize(4).allMatch(one -> one.repeats().size() == repeats);
    for (Victim victim : Interference.of(run).get(0).victims()) {
      Estimate slowdown = victim.slowdown(Metric.P2FT);
      assertThat(stopped)
          .filteredOn(one -> one.tenant().equals(victim.tenant()) && one.reached())
          .allSatisfy(
              one ->
                  assertThat(slowdown.high())
                      .as("what is printed is what was waited for")
                      .isCloseTo(slowdown.value() * (1 + one.reach()), within(1e-9)));
    }
  }

  /** Points whose tenants did not start together. */
  private static int startedApart(RunDirectory run) throws IOException {
    int apart = 0;
    for (String line : Files.readAllLines(run.tenants())) {
      double skew = new JsonMapper().readTree(line).path("skew_ms").asDouble();
      apart += skew > PointLog.MOST_SKEW ? 1 : 0;
    }
    return apart;
  }

  private static String slowly(ExactScheduleServer one, ExactScheduleServer two) {
    return SCENARIO.formatted(
        one.uri(),
        two.uri(),
        "{ rate: 4, arrivals: constant, duration: 8s }",
        1,
        "8s",
        "deadlines: { head: 1500ms, first: 1500ms }");
  }

  private static void assertCutAndEndedSoon(Session session) throws IOException {
    Run run = Run.read(session.directory().root());
    assertThat(run.problems())
        .anySatisfy(
            one ->
                assertThat(one)
                    .contains("victim + noise, repeat 1: noise asked no more")
                    .contains("only what was asked before is measured"));
    JsonNode log =
        new JsonMapper().readTree(Files.readAllLines(session.directory().tenants()).get(2));
    assertThat((log.path("ended").asLong() - log.path("released").asLong()) * 1e-9)
        .as("seconds, of 8.5")
        .isLessThan(6.5);
    Victim victim = Interference.of(run).get(0).victims().get(0);
    assertThat(victim.together().requests()).isPositive().isLessThan(victim.alone().requests() / 2);
    assertThat(victim.together().failed()).isZero();
    assertThatJmhCountsThemToo(run, victim);
  }

  @Test
  void aTenantThatIsRarelyAskedAndKilledEndsThePointSoon()
      throws IOException, InterruptedException {
    AtomicReference<ExactScheduleServer> killed = new AtomicReference<>();
    Busy noise = new Busy();
    Session session;
    try (ExactScheduleServer one =
            ExactScheduleServer.start(0, onceBoth(noise, () -> killed.get().close()));
        ExactScheduleServer two = ExactScheduleServer.start(0, noise)) {
      killed.set(two);
      session = session(slowly(one, two));
      session.listen(noise);

      session.measure();
    }

    assertCutAndEndedSoon(session);
  }

  @Test
  void soDoesOneThatAnswersNoMore() throws IOException, InterruptedException {
    AtomicBoolean mute = new AtomicBoolean();
    Busy noise =
        new Busy() {
          private final Responder never = new AnswerScripts("ttft=60s,itl=10ms,tokens=4");

          @Override
          public Script answer(Question question) {
            Script script = super.answer(question);
            return mute.get() ? never.answer(question) : script;
          }
        };
    Session session;
    try (ExactScheduleServer one =
            ExactScheduleServer.start(0, onceBoth(noise, () -> mute.set(true)));
        ExactScheduleServer two = ExactScheduleServer.start(0, noise)) {
      session = session(slowly(one, two));
      session.listen(noise);

      session.measure();
    }

    assertCutAndEndedSoon(session);
  }
}
