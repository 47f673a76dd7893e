package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.Interference;
import org.inferometer.result.tenants.Victim;
import org.inferometer.run.RunFailed;
import org.inferometer.run.Session;
import org.inferometer.standard.AnswerScripts;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Question;
import org.inferometer.standard.Responder;
import org.inferometer.standard.Script;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole runs of two tenants of which one leaves. */
@Tag("whole-run")
class LeavingTenantsRunTest extends TwoTenants {
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
    assertNoiseHasLeft(run);
    Victim victim = Interference.of(run).get(0).victims().get(0);
    assertThat(victim.together().requests()).isPositive().isLessThan(victim.alone().requests());
    assertThat(victim.together().failed()).isZero();
    assertThatJmhCountsThemToo(run, victim);
  }

  private static void assertNoiseHasLeft(Run run) {
    assertThat(run.problems())
        .anySatisfy(
            one ->
                assertThat(one)
                    .contains("victim + noise, repeat 1: noise asked no more")
                    .contains("only what was asked before is measured"));
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
    assertNoiseHasLeft(run);
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
