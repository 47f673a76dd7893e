package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Users;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.run.Cell;
import org.inferometer.run.Texts;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.wire.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.infra.BenchmarkParams;

class TargetTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private final Target target = new Target();
  private ExactScheduleServer server;

  @BeforeEach
  void serve() throws IOException {
    server = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=3");
    target.stack = "vllm@" + server.uri();
    target.model = "exact";
    target.task = "chat";
    target.mode = "stream";
  }

  @AfterEach
  void leave() {
    target.leave();
    server.close();
    Recorder.shared().drain();
  }

  @Test
  void tasksOfOneEndpointShareItsConnectionsUnlessTextsAreWantedOfSomeOnly() {
    target.open(
        new TrialFork(
            List.of(
                cell(server.uri(), "chat", null),
                cell(server.uri(), "qa", null),
                cell(server.uri(), "kept", new Texts(true, null))),
            folder.resolve("records.jsonl"),
            null,
            null),
        1);

    Client client = target.task("chat").client();
    assertThat(target.client()).isSameAs(client);
    assertThat(target.task("qa").client()).isSameAs(client);
    assertThat(target.task("kept").client()).isNotSameAs(client);
    assertThat(target.task("qa").cell().labels().task()).isEqualTo("qa");
  }

  @Test
  void byHandTheBenchmarkSaysWhatTheLoadIs() {
    target.open(JmhParams.benchmark(1, Map.of("stack", "a", "load", "25")));

    assertThat(target.isCount()).isFalse();
    assertThat(target.load())
        .isInstanceOfSatisfying(
            Open.class, open -> assertThat(open.schedule().expected()).isEqualTo(250));
    assertThat(target.task("by any name").cell()).isSameAs(target.cell());
  }

  @Test
  void byHandUsersMayBeSoMany() {
    target.open(JmhParams.benchmark(1, Map.of("stack", "a", "users", "3")));

    assertThat(target.load())
        .isInstanceOfSatisfying(Users.class, users -> assertThat(users.users()).isEqualTo(3));
  }

  @Test
  void aBenchmarkOfManyRequestsEndsByTheirNumber() {
    BenchmarkParams count = JmhParams.count(1, Map.of("stack", "a"));

    target.open(count);

    assertThat(target.isCount()).isTrue();
    assertThat(target.load()).isEqualTo(new Closed(1));
  }

  private static Cell cell(URI server, String task, Texts texts) {
    Load load = Closed.ONE;
    Cell cell = ShortCell.of("a", server, load, SECOND, SECOND);
    return ShortCell.with(
        cell,
        new Labels(
            "a", "model", task, Mode.STREAM, load.label(), "trial", 1, null, null, null, null),
        texts);
  }
}
