package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierExperimentTest {
  private static final String OLD =
      """
      experiment_name: Two Models
      mps: true
      tenants:
        - { model_name: gpt2-medium, name: A, batch_size: 4, seq_len: 64, num_iters: 50, num_warmup: 5 }
        - { model_name: meta/Llama-3, name: A, batch_size: 1, seq_len: 32, num_iters: 20, num_warmup: 5 }
      """;

  @TempDir private Path folder;

  private EarlierExperiment read(String text) throws IOException {
    return EarlierExperiment.read(Files.writeString(folder.resolve("old.yaml"), text))
        .orElseThrow();
  }

  @Test
  void itBecomesAScenarioOfTheSameWork() throws IOException {
    EarlierExperiment old = read(OLD);

    Path file = Files.writeString(folder.resolve("new.yaml"), old.text());
    Scenario scenario = Scenarios.read(file, Map.of(), Map.of());

    assertThat(scenario.name()).isEqualTo("two-models");
    assertThat(scenario.tenants().all()).extracting(Tenant::name).containsExactly("a", "a-2");
    assertThat(scenario.tenants().all())
        .extracting(Tenant::loads)
        .containsExactly(List.<Load>of(new Closed(4)), List.<Load>of(new Closed(1)));
    assertThat(scenario.tenants().all()).extracting(Tenant::requests).containsExactly(200, 20);
    assertThat(scenario.task("a").synthetic().promptTokens()).isEqualTo(64);
    assertThat(scenario.model("meta-llama-3").generate().family()).isEqualTo("llama");
  }

  @Test
  void itSaysHowItWasUnderstoodAndKeepsTheOldText() throws IOException {
    EarlierExperiment old = read(OLD);

    assertThat(old.understood())
        .anyMatch(one -> one.startsWith("mps: true is not set up here"))
        .anyMatch(one -> one.contains("num_iters 50 are 200 requests"))
        .anyMatch(one -> one.contains("gpt2-medium: there is no directory"));
    assertThat(old.text())
        .contains("# experiment_name: Two Models\n")
        .contains("- { model_name: gpt2-medium");
  }

  @Test
  void aModelsDirectoryIsTaken() throws IOException {
    Files.createDirectories(folder.resolve("gpt2-medium"));
    Files.writeString(folder.resolve("gpt2-medium/config.json"), "{}");

    assertThat(read(OLD).text()).contains("directory: \"" + folder.resolve("gpt2-medium"));
  }

  @Test
  void oneTenantIsMeasuredAlone() throws IOException {
    String solo = OLD.lines().limit(4).reduce("", (a, b) -> a + b + "\n");

    Path file = Files.writeString(folder.resolve("new.yaml"), read(solo).text());

    assertThat(Plan.of(Scenarios.read(file, Map.of(), Map.of())).trials())
        .extracting(Trial::name)
        .containsOnly("complete-gpt2-medium-a-stream-p4-alone");
  }

  @Test
  void mistakesAreSaidWithTheirPlace() {
    assertThatThrownBy(() -> read(OLD.replace("seq_len: 64", "seq-len: 64")))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("tenants[0].seq-len: unknown key; did you mean \"seq_len\"?");
    assertThatThrownBy(() -> read(OLD.replace("num_iters: 50", "num_iters: many")))
        .hasMessageContaining("tenants[0].num_iters: found \"many\"; allowed: a whole number");
    assertThatThrownBy(() -> read(OLD + "gpu: 0\n")).hasMessageContaining("gpu: unknown key");
  }

  @Test
  void anythingElseIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), "name: x\ntenants: []\n");

    assertThat(EarlierExperiment.read(file)).isEmpty();
    assertThat(EarlierExperiment.read(folder.resolve("missing.yaml"))).isEmpty();
  }
}
