package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.record.Mode;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a folder is read as a run, and what is said of the rest. */
class RunReaderTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @TempDir private Path folder;
  private HandMade run;

  @BeforeEach
  void twoStacks() throws IOException {
    run = HandMade.run(folder.resolve("run"), Mode.STREAM, List.of(1), "a", "b");
  }

  private Run read() {
    return Run.read(run.directory.root());
  }

  @Test
  void allTimesAreSinceTheFirstRequestOfTheRun() throws IOException {
    run.write("b", 1, HandMade.ok(1, 7000, 7020, 7040), HandMade.ok(2, 9000, 9020, 9040));
    run.write("a", 1, HandMade.ok(1, 5000, 5020, 5040));
    Files.writeString(
        run.directory.samples(),
        """
        {"at":4500000000,"source":"host","values":{"memoryUsedBytes":1}}
        {"at":5500000000,"source":"host","values":{"memoryUsedBytes":2}}
        """);

    Run read = read();

    assertThat(run.read("a").repeats().get(0).startSeconds()).isCloseTo(0, EXACT);
    assertThat(run.read("b").repeats())
        .extracting(Repetition::startSeconds)
        .containsExactly(2.0, 4.0);
    assertThat(read.samples().get(0).seconds()).containsExactly(new double[] {-0.5, 0.5}, EXACT);
    assertThat(run.read("b").series())
        .extracting(TimeSeries::startSeconds)
        .containsExactly(2.0, 4.0);
  }

  @Test
  void recordsOfATrialThatIsNotPlannedAreLeftOutAndSaid() throws IOException {
    run.write("a", 1, HandMade.ok(1, 100, 120, 140));
    run.damage("a", 3, "{}\n");

    List<String> problems = read().problems();

    assertThat(problems)
        .filteredOn(one -> one.endsWith("is left out: the plan has no such trial"))
        .singleElement()
        .asString()
        .contains("complete-m-chat-stream-p3.jsonl");
    assertThat(read().trials()).hasSize(1);
  }

  @Test
  void theRunsInAFolderAreNamedWhereItIsNoneItself() throws IOException {
    HandMade.run(folder.resolve("later"), Mode.STREAM, List.of(1), "a");
    Files.createDirectory(folder.resolve("there-is-none-in-it"));

    assertThatThrownBy(() -> Run.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no run: it has no plan.json")
        .hasMessageEndingWith(", such as " + folder.resolve("run") + " in it");
    assertThatThrownBy(() -> Run.read(folder.resolve("there-is-none-in-it")))
        .hasMessageEndingWith("made by \"inferometer run\"");
    assertThatThrownBy(() -> Run.read(run.directory.plan()))
        .hasMessageContaining("it is no directory");
  }

  @Test
  void aTrialThatItsStackFailedIsNotMissing() throws IOException {
    List<Trial> planned = Plan.read(run.directory.plan()).trials();
    Trial failed = planned.get(0);
    Trial missing = planned.get(1);
    FailedTrial.write(
        run.directory,
        planned.stream()
            .filter(one -> one != missing)
            .map(one -> new FailedTrial(one.stack(), one.name(), one.repeat(), "it hung"))
            .toList());

    assertThat(read().problems())
        .anyMatch(
            one ->
                one.equals(
                    "1 of the plan's %d trials were not measured; the first: %s"
                        .formatted(planned.size(), missing)));
    assertThat(read().failed())
        .extracting(FailedTrial::toString)
        .contains("%s on %s, repeat 1, failed: it hung".formatted(failed.name(), failed.stack()));
  }

  @Test
  void aDamagedFileOfTheMachineIsUnknown() throws IOException {
    Files.writeString(run.directory.environment(), "{\n\"host\": ");

    assertThat(read().environment().isMissingNode()).isTrue();
    assertThat(read().problems())
        .anyMatch(one -> one.endsWith("environment.json is left out: it is damaged in line 2"));
  }

  @Test
  void namesOfFilesAreKnownToOthers() {
    RunDirectory files = new RunDirectory(Path.of("run"));

    assertThat(files.jmh()).isEqualTo(Path.of("run/jmh.json"));
    assertThat(files.jmh(4)).isEqualTo(Path.of("run/jmh/p4.json"));
    assertThat(files.requests("a", "t")).isEqualTo(Path.of("run/requests/a/t.jsonl"));
    assertThat(files.answers("a", "t")).isEqualTo(Path.of("run/answers/a/t.jsonl"));
    assertThat(files.health("a", "t")).isEqualTo(Path.of("run/health/a/t.jsonl"));
    assertThat(files.log("a")).isEqualTo(Path.of("run/logs/a.log"));
    assertThat(files.mirrors()).isEqualTo(Path.of("run/calibration/mirrored"));
    assertThat(files.calibrationRecords("p1")).isEqualTo(Path.of("run/calibration/p1.jsonl"));
    assertThat(files.scenario()).isEqualTo(Path.of("run/scenario.yaml"));
    assertThat(files.summaryCsv()).isEqualTo(Path.of("run/summary.csv"));
    assertThat(files.summaryJson()).isEqualTo(Path.of("run/summary.json"));
    assertThat(files.search()).isEqualTo(Path.of("run/search.json"));
    assertThat(files.tenants()).isEqualTo(Path.of("run/tenants.jsonl"));
  }

  @Test
  void whatCouldNotBeEndedIsToldWithTheResults() throws IOException {
    String left = "stack a: not even SIGKILL ends process 7 (x)";
    Files.writeString(run.directory.environment(), "{\"left\": [\"%s\"]}".formatted(left));

    assertThat(read().problems()).contains(left);
  }
}
