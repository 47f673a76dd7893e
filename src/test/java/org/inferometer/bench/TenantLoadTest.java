package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Stage;
import org.inferometer.load.Stages;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.machine.Clock;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.run.Cell;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.wire.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests of one tenant from the release on, over real sockets. */
class TenantLoadTest {
  private static final long MILLI = 1_000_000;
  private static final long FROM = 200 * MILLI;
  private static final long TO = 600 * MILLI;

  private final Span span = new Span(FROM, TO);
  private ExactScheduleServer server;
  private TenantLoad tenant;
  private long released;

  @BeforeEach
  void serve() throws IOException {
    server = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=3");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void ofALoopWhatIsDueInTheSpanIsMeasuredAndNothingElse() throws Exception {
    List<RequestRecord> all = run(new Closed(2), null);

    assertThatTheSpanIsMeasured(all);
    assertThat(all).extracting(RequestRecord::phase).contains(Phase.EDGE, Phase.MEASURED);
    assertThat(all).filteredOn(one -> due(one) < 10).as("in step").hasSize(2);
    assertThat(tenant.left()).isNull();
    assertThat(tenant.late()).isNotNegative();
    assertThat(all).allMatch(one -> one.outcome() == Outcome.OK && one.tenant().equals("chat"));
  }

  @Test
  void aTenantThatAsksSoManyLeavesWithTheLastOfThem() throws Exception {
    List<RequestRecord> all = run(new Closed(2), 5);

    List<RequestRecord> measured =
        all.stream().filter(one -> one.phase() == Phase.MEASURED).toList();
    assertThat(measured).hasSize(5);
    assertThat(measured).extracting(RequestRecord::scheduled).contains(tenant.left());
    assertThat(all).allMatch(one -> one.scheduled() <= tenant.left());
  }

  @Test
  void usersAreAllThereWhenTheSpanBegins() throws Exception {
    Users users = new Users(3, 20, Think.NONE, Duration.ofSeconds(1), null);

    List<RequestRecord> all = run(users, null);

    List<RequestRecord> first = all.stream().filter(one -> due(one) <= FROM).toList();
    assertThat(first).extracting(this::due).contains(100 * MILLI, 150 * MILLI, FROM);
    assertThat(first).allMatch(one -> due(one) >= 100 * MILLI && one.phase() == Phase.EDGE);
    assertThatTheSpanIsMeasured(all.stream().filter(one -> due(one) > FROM).toList());
  }

  @Test
  void aRateGoesOnFromTheReleaseToTheEndOfTheSpan() throws Exception {
    Load rate =
        new Open(new org.inferometer.load.Rate(100, Gaps.CONSTANT, Duration.ofMillis(700)), null);

    List<RequestRecord> all = run(rate, null);

    assertThatTheSpanIsMeasured(all);
    assertThat(all).filteredOn(one -> one.phase() == Phase.MEASURED).hasSizeBetween(40, 41);
    assertThat(all).filteredOn(one -> one.phase() == Phase.WARMUP).hasSizeBetween(19, 21);
    assertThat(all).allMatch(one -> due(one) <= TO);
  }

  @Test
  void stagesBeginWithTheSpanAsTheyHaveNoWarmUp() throws Exception {
    Stage stage = new Stage(100, 100, Duration.ofMillis(700));

    List<RequestRecord> all = run(new Open(new Stages(List.of(stage), Gaps.CONSTANT), null), null);

    assertThat(all).hasSizeBetween(40, 41);
    assertThat(all).allMatch(one -> one.phase() == Phase.MEASURED);
    assertThatTheSpanIsMeasured(all);
    assertThat(all.get(0).place()).isZero();
  }

  @Test
  void whenANeighbourHasGoneNobodyAsks() throws Exception {
    span.end();

    assertThat(run(new Closed(2), null)).isEmpty();
    assertThat(tenant.late()).as("it never asked").isNull();
  }

  @Test
  void theSpanGoesOnUntilTheLastMeasuredRequestHasEnded() {
    assertThat(span.goesOn(TO)).isTrue();
    assertThat(span.goesOn(TO + 1)).isFalse();
    span.opened();
    span.opened();
    span.closed();
    assertThat(span.goesOn(TO + 1)).as("one is open").isTrue();
    span.closed();
    assertThat(span.goesOn(TO + 1)).isFalse();
    span.opened();
    span.end();
    assertThat(span.goesOn(FROM)).isFalse();
    assertThat(span.measures(FROM - 1) || span.measures(TO + 1)).isFalse();
    assertThat(span.measures(FROM) && span.measures(TO)).isTrue();
  }

  @Test
  void threeFailuresOverATenthOfTheSpanAreOneThatHasGone() {
    Absence absence = span.absence();
    for (long millis : new long[] {1, 20}) {
      absence.add(HandMade.failed(1, millis, millis + 1));
    }
    absence.add(HandMade.failed(1, 40, 41));
    assertThat(absence.since()).as("39 ms").isNull();
    absence.add(HandMade.failed(1, 41, 42));
    assertThat(absence.since()).as("40 ms").isEqualTo(MILLI);
  }

  private void assertThatTheSpanIsMeasured(List<RequestRecord> all) {
    assertThat(all).isNotEmpty();
    assertThat(all)
        .allMatch(one -> (one.phase() == Phase.MEASURED) == (FROM <= due(one) && due(one) <= TO));
  }

  private long due(RequestRecord record) {
    return record.scheduled() - released;
  }

  private List<RequestRecord> run(Load load, Integer most) throws InterruptedException {
    Cell cell =
        ShortCell.of("chat", server.uri(), load, Duration.ofNanos(FROM), Duration.ofMinutes(1));
    int connections = load.connections();
    Client client = Client.open(cell.endpoint(), cell.settings(connections));
    client.connect(connections);
    Recorder recorder = Recorder.started();
    recorder.beginTrial(null, load);
    tenant =
        TenantLoad.of(new Asking(cell, cell.questions(), client, null), cell, recorder, span, most);
    released = Clock.nanos() + 20 * MILLI;
    try {
      tenant.run(() -> released);
      return recorder.drain();
    } finally {
      tenant.close();
    }
  }
}
