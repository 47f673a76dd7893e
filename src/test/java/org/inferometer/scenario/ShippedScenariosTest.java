package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.load.Closed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios in the repository can be run as they are. */
class ShippedScenariosTest {
  private static final Path FOLDER = Path.of("scenarios");
  private static final Map<String, String> ENVIRONMENT = Map.of("INFEROMETER_LAB", "/lab");

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void hasNoProblemAndIsNamedLikeItsFile(Path file) {
    Scenario scenario = Scenarios.read(file, Map.of(), ENVIRONMENT);

    assertThat(FOLDER.relativize(file).toString().replace('/', '-'))
        .isEqualTo(scenario.name() + ".yaml");
    assertThat(scenario.description()).endsWith(".");
    assertThat(scenario.stacks().size() * scenario.tasks().get(0).loads().size())
        .as("stacks or loads to compare")
        .isGreaterThan(1);
    assertThat(Plan.of(scenario).trials()).isNotEmpty();
  }

  @Test
  void theOneThatRunsAnywhereNeedsNothing() {
    Scenario embedded = Scenarios.read(FOLDER.resolve("embedded.yaml"), Map.of(), Map.of());

    assertThat(embedded.stacks()).allMatch(stack -> stack.launch().inferometer());
    assertThat(embedded.models()).allMatch(model -> model.generate() != null);
    assertThat(embedded.tasks())
        .extracting(Task::name)
        .containsExactly("chat", "summarization", "qa", "code");
    assertThat(embedded.tasks()).allMatch(task -> task.loads().contains(new Closed(8)));
    assertThat(embedded.measure().repeats()).isEven().isGreaterThanOrEqualTo(4);
    assertThat(embedded.measure().trial(Closed.ONE)).isLessThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(Plan.of(embedded).trials()).hasSizeLessThanOrEqualTo(72);
  }
}
