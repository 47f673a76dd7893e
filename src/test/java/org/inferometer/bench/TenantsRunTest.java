package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.inferometer.run.Session;
import org.inferometer.scenario.Stopped;
import org.inferometer.standard.AnswerScripts;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Question;
import org.inferometer.standard.Responder;
import org.inferometer.standard.Script;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole runs of two tenants on servers with exact schedules. */
@Tag("whole-run")
class TenantsRunTest extends TwoTenants {
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
}
