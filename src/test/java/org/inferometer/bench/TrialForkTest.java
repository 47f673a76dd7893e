package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.dataset.Prompt;
import org.inferometer.load.Closed;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Cell;
import org.inferometer.run.TwoStacks;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.Api;
import org.inferometer.wire.Protocols;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fork knows of its trial: the parameters of the benchmark and its flags. */
class TrialForkTest {
  private static final URI URL = URI.create("http://127.0.0.1:8123");
  private static final String TASK = "prompts: hello.jsonl, ";

  @TempDir private Path folder;
  private final List<String> set = new ArrayList<>();
  private final Target target = new Target();

  @BeforeEach
  void parametersOfATrial() {
    target.stack = "b";
    target.model = "any";
    target.task = "hello";
    target.mode = "stream";
  }

  @AfterEach
  void forget() {
    set.forEach(System::clearProperty);
  }

  @Test
  void aForkAsksWhatThePlanSays() throws IOException {
    Trial trial = fork("template: 'Say: {text}', ", ", deadlines: { total: 7s }");

    TrialFork fork = TrialFork.of(target, () -> new Closed(2));
    Cell cell = fork.cell();

    assertThat(cell.endpoint().address().uri()).isEqualTo(URL);
    assertThat(cell.endpoint().model()).isEqualTo("exact");
    assertThat(cell.deadlines().total()).isEqualTo(Duration.ofSeconds(7));
    assertThat(cell.prompts())
        .extracting(Prompt::text)
        .containsExactly("Say: Hello there", "Say: Hello again");
    assertThat(cell.nonces()).isEqualTo("run-1");
    assertThat(cell.generation().maxTokens()).isEqualTo(4);
    assertThat(fork.records()).isEqualTo(new RunDirectory(folder).requests("b", trial.name()));
    assertThat(cell.labels().trial()).isEqualTo(trial.name());
    assertThat(cell.labels().fork()).isEqualTo(2);
    assertThat(cell.labels().load()).isEqualTo("p=2");
    assertThat(cell.questions().prompt(Phase.MEASURED, 0).text()).contains("Say: Hello");
    assertThat(TrialFork.health("b")).isEqualTo(new RunDirectory(folder).health("b", trial.name()));
    assertThat(TrialFork.repeat()).isEqualTo(2);
  }

  @Test
  void promptsThatAreToBeReusedAreAskedAsTheyAre() throws IOException {
    fork("reuse: true, ", "");

    TrialFork fork = TrialFork.of(target, () -> new Closed(2));
    Cell cell = fork.cell();

    assertThat(cell.nonces()).isNull();
    assertThat(cell.questions().prompt(Phase.MEASURED, 0).text())
        .isIn("Hello there", "Hello again");
  }

  @Test
  void theKeyOfAStackIsReadWhereItIsAsked() throws IOException {
    fork(
        "",
        "",
        "models: { any: exact } }\ntasks",
        "api-key: { env: PATH }, models: { any: exact } }\ntasks");

    assertThat(TrialFork.of(target, () -> new Closed(2)).cell().endpoint().key())
        .isEqualTo(System.getenv("PATH"));
  }

  @Test
  void inThePlaceOfAStackTheStandardIsAskedPromptsOfOneSize() {
    set(TrialFork.STANDARD + "transport=sockets");
    set(TrialFork.STANDARD + "prompt=12");
    set(TrialFork.STANDARD + "records=" + folder.resolve("p4.jsonl"));
    target.stack = URL.toString();

    TrialFork fork = TrialFork.of(target, () -> new Closed(4));
    Cell cell = fork.cell();

    assertThat(cell.endpoint().address().uri()).isEqualTo(URL);
    assertThat(cell.prompts()).hasSize(2).allMatch(one -> one.text().length() == 12);
    assertThat(fork.records()).isEqualTo(folder.resolve("p4.jsonl"));
    assertThat(cell.labels().trial()).isEqualTo("standard-p4");
    assertThat(cell.labels().mode()).isEqualTo(Mode.STREAM);
  }

  @Test
  void byHandAServerIsNamedByItsUrl() {
    target.stack = "vllm@http://127.0.0.1:8123";
    target.task = "chat";

    TrialFork fork = TrialFork.of(target, () -> new Closed(3));
    Cell cell = fork.cell();

    assertThat(cell.endpoint().address().uri()).isEqualTo(URL);
    assertThat(cell.endpoint().dialect()).isEqualTo(Protocols.spoken("vllm"));
    assertThat(cell.endpoint().api()).isEqualTo(Api.COMPLETIONS);
    assertThat(fork.records()).isNull();
    assertThat(fork.standard()).isNull();
    assertThat(cell.prompts()).isNotEmpty();
    assertThat(TrialFork.health("a")).isNull();
  }

  /** Becomes the fork of the second repeat of a trial of b, two requests in flight. */
  private Trial fork(String ofTheTask, String more, String... changes) throws IOException {
    String[] all = new String[changes.length + 4];
    System.arraycopy(changes, 0, all, 4, changes.length);
    all[0] = TASK;
    all[1] = TASK + ofTheTask;
    all[2] = "name: test";
    all[3] = "name: test" + more.replace(", ", "\n");
    Plan plan = TwoStacks.plan(folder, "repeats: 2", all);
    RunDirectory run = new RunDirectory(folder);
    plan.write(run.plan());
    Trial trial =
        plan.trials().stream()
            .filter(one -> one.stack().equals("b"))
            .filter(one -> one.load().level() == 2 && one.repeat() == 2)
            .findFirst()
            .orElseThrow();
    TrialFork.flags(run, trial, URL, "run-1").forEach(this::set);
    return trial;
  }

  private void set(String flag) {
    String[] parts = flag.substring(2).split("=", 2);
    System.setProperty(parts[0], parts[1]);
    set.add(parts[0]);
  }
}
