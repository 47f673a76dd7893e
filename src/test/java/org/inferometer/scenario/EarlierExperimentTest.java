package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Synthetic;
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
    assertThat(scenario.task("a").synthetic()).isEqualTo(new Synthetic(64, 100));
    assertThat(scenario.model("meta-llama-3").generate().family()).isEqualTo("llama");
  }

  @Test
  void itSaysHowItWasUnderstoodAndKeepsTheOldText() throws IOException {
    EarlierExperiment old = read(OLD);

    assertThat(old.understood())
        .anyMatch(one -> one.startsWith("mps: true is \"sharing: [time-slicing, mps]\""))
        .anyMatch(one -> one.contains("so that MPS is not measured here; where there is a GPU"))
        .anyMatch(one -> one.contains("until the first has asked its requests, 60s at most"))
        .anyMatch(one -> one.contains("num_iters 50 are 200 requests"))
        .anyMatch(one -> one.contains("gpt2-medium: there is no directory"));
    assertThat(old.text())
        .contains("# experiment_name: Two Models\n")
        .contains("- { model_name: gpt2-medium");
  }

  @Test
  void onAGpuTwoCommentsAreTakenForWhatTheyAre() throws IOException {
    String text = read(OLD).text();

    Scenario scenario =
        Scenarios.read(
            Files.writeString(
                folder.resolve("new.yaml"),
                text.replace("\n# sharing: ", "\nsharing: ")
                    .replaceFirst("\n  custom: .*\n", "\n")
                    .replace("\n  # custom: ", "\n  custom: ")),
            Map.of(),
            Map.of());

    assertThat(scenario.tenants().sharing())
        .containsExactly(new Sharing(Sharing.Kind.TIME_SLICING), new Sharing(Sharing.Kind.MPS));
    assertThat(scenario.stack("a").launch().command())
        .startsWith("vllm", "serve", "${model.directory}")
        .endsWith("--gpu-memory-utilization", "0.40");
    assertThat(read(OLD.replace("mps: true", "mps: false")).text()).doesNotContain("sharing");
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
  void namesThatYamlWouldReadAsSomethingElseStayNames() throws IOException {
    String old =
        """
        experiment_name: 1e3
        tenants: [{ model_name: "1e5", name: 12 }, { model_name: "null", name: "true" }]
        """;

    Path file = Files.writeString(folder.resolve("new.yaml"), read(old).text());
    Scenario scenario = Scenarios.read(file, Map.of(), Map.of());

    assertThat(scenario.tenants().all()).extracting(Tenant::name).containsExactly("12", "true");
    assertThat(scenario.tenants().all()).extracting(Tenant::model).containsExactly("1e5", "null");
  }

  @Test
  void whatAScenarioCannotHaveIsSaidOfTheOldFile() {
    assertThatThrownBy(() -> read(OLD.replace("batch_size: 4", "batch_size: 1025")))
        .hasMessageContaining("batch_size: found 1025; allowed: a whole number from 1 to 1024");
    assertThatThrownBy(() -> read(OLD.replace("num_iters: 50", "num_iters: 2500001")))
        .hasMessageContaining(
            "num_iters: found 2500001; allowed: a whole number from 1 to 2500000");
    assertThatThrownBy(() -> read(OLD.replace("num_warmup: 5 }", "num_warmup: -1 }")))
        .hasMessageContaining("num_warmup: found -1; allowed: a whole number from 0");
    assertThatThrownBy(() -> read(OLD.replace("mps: true", "mps: maybe")))
        .hasMessageContaining("mps: found \"maybe\"; allowed: true or false");
    assertThatThrownBy(() -> read(OLD.replace("gpt2-medium", "\"a\\0b\"")))
        .hasMessageContaining("tenants[0].model_name: has a NUL");
    assertThatThrownBy(() -> read("experiment_name: x\ntenants: []\n"))
        .hasMessageContaining("tenants: found an empty list");
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
  void withoutANameItIsCalledAsItsFile() throws IOException {
    assertThat(read(OLD.replaceFirst("experiment_name.*\n", "")).name()).isEqualTo("old");
  }

  @Test
  void tenantsThatAreNoListAreSaidInItsOwnWords() {
    assertThatThrownBy(() -> read("experiment_name: x\ntenants: gpt2\n"))
        .hasMessageContaining("tenants: found \"gpt2\"; allowed: a list of tenants, each with");
    assertThatThrownBy(() -> read("experiment_name: x\n"))
        .hasMessageContaining("tenants: missing; allowed: a list of tenants");
  }

  @Test
  void anythingElseIsNone() throws IOException {
    for (String text :
        List.of("name: x\ntenants: []\n", "stacks: {}\ntenants: [{ model_name: m }]\n")) {
      assertThat(EarlierExperiment.read(Files.writeString(folder.resolve("s.yaml"), text)))
          .isEmpty();
    }
    assertThat(EarlierExperiment.read(folder.resolve("missing.yaml"))).isEmpty();
  }
}
