package org.inferometer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Entry point of {@code inferometer}: one command line over everything the project does. */
@Command(
    name = "inferometer",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Compares LLM serving stacks side by side, and says how accurate the comparison is.",
    subcommands = {
      RunCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      CheckCommand.class,
      CalibrateCommand.class,
      ServeCommand.class,
      ModelCommand.class,
      JmhCommand.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"inferometer " + (version == null ? "(not packaged)" : version)};
    }
  }
}
