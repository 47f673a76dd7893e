package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFactsTest {
  @TempDir private static Path root;
  private static Map<String, List<String>> facts;

  @BeforeAll
  static void aRunThatTellsOfItsMachine() throws IOException {
    new SyntheticRun(2, 1000, 8).write(root);
    Files.writeString(
        root.resolve("environment.json"),
        """
        {"run": "x",
         "host": {"cpu": "CPU", "processors": "0,1", "governor": "powersave", "megahertz": 2100.4},
         "promptWords": {"chat": {"least": 4, "median": 17, "most": 90}},
         "bounds": {"m": {"bytesPerToken": 50000000, "bytesPerSecond": 40e9}},
         "stacks": [{"name": "s0", "url": "http://127.0.0.1:1", "processors": "1,2"},
                    {"name": "s1", "url": "http://127.0.0.1:2"}]}
        """);
    facts = RunFacts.of(Run.read(root));
  }

  @Test
  void generationArgumentsAndPromptLengthsAreTold() {
    assertThat(facts.get("arguments")).singleElement().asString().contains("max_tokens ");
    assertThat(facts.get("prompts"))
        .anyMatch(line -> line.matches("chat: 4 to 90 words \\(median 17\\), \\d+ tokens.*"));
  }

  @Test
  void whoTakesProcessorsFromWhomIsTold() {
    assertThat(facts.get("shared"))
        .containsExactly(
            "Stack 0 and the client may both use processors 1",
            "Stack 1 and the client share the machine; which processors each may use is unknown");
    assertThat(facts.get("machine").get(0)).contains("governor powersave, 2100 MHz when");
  }

  @Test
  void theBoundStandsThereWithItsFormula() {
    assertThat(facts.get("upper bound"))
        .singleElement()
        .asString()
        .contains("at most 800 tok/s at p = 1 = 40.0 GB/s")
        .contains("/ 50.0 MB of weights a token");
  }

  @Test
  void whatEntersNoStatisticIsCounted() {
    assertThat(facts.get("requests"))
        .singleElement()
        .asString()
        .matches("[\\d,]+ measured, \\d+ of them failed; .* [\\d,]+ of warm-up, [\\d,]+ at the .*");
    assertThat(facts).doesNotContainKey("left out");
  }

  @Test
  void whatIsNotKnownIsNotSaid() throws IOException {
    Path bare = root.resolve("bare");
    new SyntheticRun(2, 1000, 8).write(bare);

    assertThat(RunFacts.of(Run.read(bare))).doesNotContainKeys("upper bound", "machine");
    assertThat(RunFacts.of(Run.read(bare)).toString()).doesNotContain("null", "NaN");
  }

  @Test
  void whatLittlesLawFindsStandsThereForClosedLoops() throws IOException {
    HandMade run =
        HandMade.run(Files.createTempDirectory(root, "slots"), Mode.STREAM, List.of(1, 2), "a");
    // Cycles of 43 ms, one after the other; with two slots one of them idles.
    run.write("a", 1, HandMade.ok(1, 100, 120, 140), HandMade.ok(1, 143, 160, 183));
    run.write("a", 2, HandMade.ok(1, 100, 120, 140), HandMade.ok(2, 1100, 1120, 1140));

    assertThat(RunFacts.of(Run.read(run.directory.root())).get("slots"))
        .containsExactly(
            "throughput × mean time of a cycle is 0.500 to 1.000 of p (Little's law; 1 where no"
                + " slot idles), with 0.5 to 2.0 cycles of each slot in a repeat (W)");
    Load rate = new Open(new Rate(9, Gaps.POISSON, Duration.ofSeconds(30)), null);
    HandMade open =
        HandMade.under(List.of(rate), Files.createTempDirectory(root, "rate"), Mode.STREAM, "a");
    open.write("a", rate, HandMade.ok(1, 100, 120, 140), HandMade.ok(1, 143, 160, 183));
    assertThat(RunFacts.of(Run.read(open.directory.root()))).doesNotContainKey("slots");
  }

  @Test
  void schedulesAreMeasuredForTheirOwnTime() throws IOException {
    Load rate = new Open(new Rate(9, Gaps.POISSON, Duration.ofSeconds(30)), null);

    assertThat(measured(new Closed(2)))
        .contains("a fresh process that measures 1 s after 0 × 1 s of warm-up; the stacks");
    assertThat(measured(new Closed(2), rate))
        .contains(
            "measures 1 s after 0 × 1 s of warm-up in a closed loop, and else the time of its"
                + " schedule or its users; the stacks");
    assertThat(measured(rate)).contains("that measures the time of its schedule or its users; the");
  }

  private static String measured(Load... loads) throws IOException {
    HandMade run =
        HandMade.under(
            List.of(loads), Files.createTempDirectory(root, "loads"), Mode.STREAM, "a", "b");
    for (Load load : loads) {
      run.write("a", load, HandMade.ok(1, 100, 120, 140));
      run.write("b", load, HandMade.ok(1, 100, 120, 140));
    }
    return RunFacts.of(Run.read(run.directory.root())).get("repeats").get(0);
  }
}
