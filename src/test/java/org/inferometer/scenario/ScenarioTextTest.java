package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of a file is read as a scenario, whatever it says: YAML, and how much of it. */
class ScenarioTextTest extends SmallestScenario {
  @Test
  void refusesAKeyThatOccursTwice() {
    assertProblem(
        SMALLEST + "seed: 1\nseed: 2\n", "line 9, column 1: seed: occurs twice; first in line 8");
  }

  @Test
  void refusesWhatIsNotYaml() {
    assertProblem("name: [x\nmodels: {}\n", "line 2, column 7: not YAML: ");
    assertProblem("a: &x [*x]\n", "an alias of something that contains it");
    assertProblem(
        "name: x\nseed: \u0000\n", "line 2, column 7: not YAML: found the character U+0000;");
    assertProblem("a: [1\nb:\t2\n", "line 2, column 2: not YAML: ");
    assertProblem("a:\n\tb: 2\n", "line 2, column 1: not YAML: found character '\\t(TAB)'");
    assertProblem("a: *b\n", "line 1, column 4: not YAML: found undefined alias b");
    assertProblem("a: 1\n---\nb: 2\n", "line 2, column 1: not YAML: but found another document");
  }

  @Test
  void saysWhereItNestsTooDeep() {
    assertProblem(
        "name: x\na: " + "[".repeat(100_000),
        "line 2, column 53: here it nests deeper than 50 levels; allowed: up to 50");
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      block.append(" ".repeat(i)).append("a:\n");
    }
    assertProblem(block.toString(), "line 50, column 50: here it nests deeper than 50 levels");
  }

  @Test
  void readsAsManyAliasesAsItMayHaveValues() {
    String aliases = "*m, ".repeat(100);
    assertProblem(
        SMALLEST + "modes: &m [sync]\nnotes: [" + aliases + "*m]\n",
        "line 9, column 1: notes: unknown key");
  }

  @Test
  void saysWhereAFileIsNoUtf8() throws IOException {
    byte[] latin = "name: x\nseed: M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.yaml"), latin);
    assertThatThrownBy(() -> Scenarios.read(file, Map.of(), Map.of()))
        .hasMessageContaining(
            "line 2, column 8: not UTF-8 text: found the byte 0xFC; allowed: a YAML file in UTF-8");
  }

  @Test
  void tellsAnyKeyInOneShortLine() {
    for (String key : List.of("\"not\\na\\ekey\"", "? " + "a".repeat(100_000) + "\n")) {
      assertThatThrownBy(() -> read(SMALLEST + key + ": 1\n"))
          .message()
          .satisfies(
              message -> {
                assertThat(message).contains("line 8, column", "unknown key").hasSizeLessThan(800);
                assertThat(message.lines()).hasSize(2);
                assertThat(message).doesNotContain("\u001b");
              });
    }
  }

  @Test
  void refusesWhatIsTooMuch() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
    for (int i = 1; i < 16; i++) {
      bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1));
    }
    assertProblem(bomb.toString(), "here it has more than 100000 values, with those that aliases");
    assertProblem("#".repeat(3 << 20) + "\n", "longer than 3 MiB; allowed: a YAML file");
    String modes = SMALLEST + "modes: [" + "sink, ".repeat(200) + "sync]\n";
    assertThatThrownBy(() -> read(modes))
        .message()
        .satisfies(
            message -> {
              assertThat(message.lines().count()).isLessThanOrEqualTo(102);
              assertThat(message).endsWith("and 101 more");
            });
    assertThatThrownBy(() -> read(SMALLEST + "modes: " + "a".repeat(100_000) + "\n"))
        .message()
        .satisfies(message -> assertThat(message).contains("aaa...; allowed").hasSizeLessThan(800));
  }

  @Test
  void saysWhichFileIsNotThere() {
    assertThatThrownBy(() -> Scenarios.read(folder.resolve("none.yaml"), Map.of(), Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("none.yaml: there is no such file");
  }

  @Test
  void saysWhatIsThereInPlaceOfAFile() {
    String prompts = "prompts: chat.jsonl";
    assertProblem(SMALLEST.replace(prompts, "prompts: .") + BUDGET, " is a folder; allowed: the");
    assertProblem(
        SMALLEST.replace(prompts, "prompts: /dev/zero") + BUDGET, " is a device or a pipe, not a");
  }
}
