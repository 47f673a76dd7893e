package org.inferometer.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inferometer.machine.Shell;
import org.inferometer.scenario.Starter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer init}: a scenario to begin with. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a commented scenario.yaml for servers that run already, and the prompts that it asks.",
      "Nothing that is there is overwritten."
    },
    footer = {
      "",
      "Example:",
      "  inferometer init mine --url ours=http://127.0.0.1:8000 --url vllm=http://127.0.0.1:8001 \\",
      "      --model gpt2",
      "  inferometer run mine/scenario.yaml"
    })
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to; default this folder.")
  private Path folder;

  @Mixin private StarterOptions servers;

  @Override
  public Integer call() throws IOException {
    Starter starter =
        servers.isGiven()
            ? servers.starter()
            : new Starter(
                java.util.Map.of("server", "http://127.0.0.1:8000"), "name-served-there", "chat");
    try {
      Path scenario = starter.write(folder);
      spec.commandLine().getOut().println("wrote " + scenario + "; measure with");
      spec.commandLine().getOut().println("  inferometer run " + Shell.argument(scenario));
      return 0;
    } catch (FileAlreadyExistsException e) {
      spec.commandLine()
          .getErr()
          .println(
              "inferometer init: %s is there already; give another folder".formatted(e.getFile()));
      return 2;
    }
  }
}
