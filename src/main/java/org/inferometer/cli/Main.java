package org.inferometer.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point of {@code inferometer}: one command line over everything the project does. */
@Command(
    name = "inferometer",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Compares LLM serving stacks side by side, and says how accurate the comparison is.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and all is well",
      "1:it could not be done to its end, or what was checked does not hold",
      "2:the command line, or a file that it names, is wrong; nothing was done",
      "129, 130, 143:ended by SIGHUP, by Ctrl-C, by SIGTERM"
    },
    subcommands = {
      InitCommand.class,
      DataCommand.class,
      RunCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      CheckCommand.class,
      CalibrateCommand.class,
      ServeCommand.class,
      ModelCommand.class,
      JmhCommand.class,
      SchemaCommand.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Whatever digits people here write: files, ids and requests have those of ASCII.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(line().execute(args));
  }

  /** All commands. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(true);
    Plainly.convert(line);
    line.setExecutionExceptionHandler(Main::explain);
    line.setParameterExceptionHandler(Main::refuse);
    line.setExecutionStrategy(Main::run);
    return line;
  }

  /** Help is for what was meant, which is not known where some of it was not understood. */
  private static int run(ParseResult parsed) {
    for (CommandLine one : parsed.asCommandLineList()) {
      List<String> unmatched = one.getParseResult().unmatched();
      if (!unmatched.isEmpty() && one.getCommandSpec().unmatchedArgsBindings().isEmpty()) {
        throw new UnmatchedArgumentException(one, unmatched);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /**
   * What no command expected, such as a disk that is full or a file taken away, in one line; all of
   * it where {@code INFEROMETER_DEBUG} is set.
   */
  private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
    if (System.getenv("INFEROMETER_DEBUG") != null) {
      failure.printStackTrace(line.getErr());
    }
    line.getErr()
        .println(
            "%s: %s (set INFEROMETER_DEBUG=1 to see where)"
                .formatted(line.getCommandSpec().qualifiedName(), Plainly.reason(failure)));
    return 1;
  }

  /** A wrong command line, in one line: the whole help would push it off the screen. */
  private static int refuse(ParameterException mistake, String[] args) {
    CommandLine line = mistake.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(name + ": " + Plainly.text(mistake.getMessage()));
    UnmatchedArgumentException.printSuggestions(mistake, line.getErr());
    line.getErr().println("\"" + name + " --help\" tells what is allowed");
    return line.getCommandSpec().exitCodeOnInvalidInput();
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
