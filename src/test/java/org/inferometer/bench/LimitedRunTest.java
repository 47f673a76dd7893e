package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Run;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.run.TwoStacks;
import org.inferometer.scenario.Stopped;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs that end before their last repeat. */
@Tag("whole-run")
class LimitedRunTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void aRunEndsWithinItsTimeAndSaysWhatItGaveUp() throws IOException, InterruptedException {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=4")) {
      String measure = "repeats: 200, warmup-iterations: 0, iterations: 1, iteration-time: 200ms";
      Path file = TwoStacks.scenario(folder, server.uri(), measure + ", stack-warmup: 100ms");
      Choices choices = new Choices(null, List.of(), false, Duration.ofSeconds(30));
      PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);

      Session suite = Suite.of(file, Map.of(), folder.resolve("results"), choices, out);
      suite.measure();

      assertThat(suite.directory().done()).exists();
      Run run = Run.read(suite.directory().root());
      assertThat(run.plan().leftOut()).isNotEmpty().allMatch(one -> one.contains("time budget"));
      assertThat(run.problems()).isEmpty();
      assertThat(console.toString(StandardCharsets.UTF_8)).contains(", about ");
    }
  }

  @Test
  void aRunRepeatsUntilItKnowsEnoughAndKeepsWhy() throws IOException, InterruptedException {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=90ms,itl=1ms,tokens=4")) {
      Path file =
          TwoStacks.scenario(
              folder,
              server.uri(),
              "repeats: 2, warmup-iterations: 0, iterations: 1, iteration-time: 300ms,"
                  + " stack-warmup: 100ms, until: { interval: 90%, of: p2ft, at-most: 20 }");
      PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
      Choices one = new Choices(Pattern.compile("p1$"), List.of(), false);

      Session suite = Suite.of(file, Map.of(), folder.resolve("results"), one, out);
      suite.measure();

      assertThat(suite.directory().done()).exists();
      Run run = Run.read(suite.directory().root());
      Stopped why = run.plan().stopped().get(0);
      assertThat(why.reached()).isTrue();
      assertThat(why.of()).isEqualTo("p2ft");
      assertThat(why.repeats()).isLessThan(20).matches(n -> n % 2 == 0, "even");
      assertThat(run.trials()).allMatch(trial -> trial.repeats().size() == why.repeats());
      assertThat(run.comparisons())
          .filteredOn(Comparison::declared)
          .extracting(Comparison::ratio)
          .singleElement()
          .satisfies(ratio -> assertThat(ratio.high()).isCloseTo(reach(ratio, why), within(1e-9)));
      assertThat(run.problems()).isEmpty();
    }
  }

  /** What is printed is what was waited for. */
  private static double reach(Estimate ratio, Stopped why) {
    return ratio.value() * (1 + why.reach());
  }
}
