package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.Prompts;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Scenarios;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Starter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InitCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesAScenarioThatCanBeMeasuredAsItIs() throws IOException {
    String model = "org/model \"7b\": #1";

    assertThat(
            execute(
                new InitCommand(),
                folder.resolve("new").toString(),
                "--url",
                "ours=http://127.0.0.1:8000",
                "--url",
                "http://user_host:8001/v1",
                "--model",
                model))
        .isZero();

    Scenario scenario = Scenarios.read(folder.resolve("new/scenario.yaml"), Map.of());
    assertThat(scenario.stacks()).extracting(Stack::name).containsExactly("ours", "server2");
    assertThat(scenario.stacks().get(0).url()).isEqualTo(URI.create("http://127.0.0.1:8000"));
    assertThat(scenario.stacks()).allMatch(stack -> stack.served("model").equals(model));
    assertThat(scenario.model("model").label()).isEqualTo(model);
    for (String task : Starter.TASKS) {
      assertThat(Prompts.read(folder.resolve("new/prompts/" + task + ".jsonl"))).hasSize(100);
    }
  }

  @Test
  void aModelsNameBringsNoArgumentsThatTheScenarioDoesNotSay() throws IOException {
    execute(
        new InitCommand(), folder.toString(), "--url", "http://127.0.0.1:8000", "--model", "gpt2");

    Scenario scenario = Scenarios.read(folder.resolve("scenario.yaml"), Map.of());
    assertThat(scenario.models()).extracting(Model::label).containsExactly("gpt2");
    assertThat(scenario.task("chat").generation("model").arguments())
        .containsOnlyKeys("temperature", "max_tokens");
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(folder.resolve("scenario.yaml"), "mine");

    assertThat(execute(new InitCommand(), folder.toString())).isEqualTo(2);

    assertThat(folder.resolve("scenario.yaml")).hasContent("mine");
    assertThat(err.toString()).contains("scenario.yaml is there already");
  }

  @Test
  void wrongServersAreToldInASentence() {
    String url = "a=http://127.0.0.1:1";

    assertThat(execute(new InitCommand(), folder.toString(), "--url", url)).isEqualTo(2);
    assertThat(err.toString()).contains("--url goes with --model NAME");
    assertThat(execute(new RunCommand(), "--url", url, "--url", url, "--model", "m", "--dry-run"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("two servers are called a");
    for (String name : List.of("Ours", "my_server", "")) {
      assertThat(execute(new RunCommand(), "--url", name + "=http://127.0.0.1:1", "--model", "m"))
          .isEqualTo(2);
      assertThat(err.toString())
          .contains("--url: \"" + name + "\" is no name of a server; allowed:");
    }
    assertThat(
            execute(new InitCommand(), folder.toString(), "--url", "a=127.0.0.1:1", "--model", "m"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("does not begin with http://; allowed: http://127.0.0.1:1");
    assertThat(folder).isEmptyDirectory();
    assertThat(execute(new RunCommand(), "some.yaml", "--url", url, "--model", "m")).isEqualTo(2);
    assertThat(err.toString()).contains("name one of: a scenario; servers");
  }

  @Test
  void whatIsSaidOfServersNeedsServers() {
    for (String option : List.of("--model", "--api")) {
      assertThat(execute(new InitCommand(), folder.toString(), option, "chat")).isEqualTo(2);
      assertThat(execute(new RunCommand(), "some.yaml", option, "chat")).isEqualTo(2);
      assertThat(err.toString().split(option + " has no effect without --url", -1)).hasSize(3);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSchemaThatIsPrintedIsTheOneThatScenariosAreHeldAgainst() throws IOException {
    assertThat(execute(new SchemaCommand())).isZero();

    assertThat(new JsonMapper().readTree(out.toString()).at("/properties/stacks/type").asText())
        .isEqualTo("object");
  }

  private int execute(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
