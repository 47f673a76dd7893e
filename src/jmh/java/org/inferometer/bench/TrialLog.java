package org.inferometer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** What JMH printed during a trial, searched for why it failed. */
final class TrialLog {
  private static final Pattern EXCEPTION =
      Pattern.compile("^(?:Caused by: )?[\\w.$]*(?:Exception|Error|Trial): (.+)$");

  private static final Pattern EXIT = Pattern.compile("<forked VM failed with exit code (\\d+)>");
  private static final int SIGNALS = 128;
  private static final int KILL = 9;

  private static final String HOPELESS = Recorder.HopelessTrial.class.getName();

  private TrialLog() {}

  /** Whether the trial ended because its stack answered nothing but failures. */
  static boolean isOfStack(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.anyMatch(line -> line.contains(HOPELESS));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** The message of the first exception in the log, else what JMH itself says. */
  static String cause(Path log, RunnerException failure) {
    try {
      List<String> lines = Files.readAllLines(log);
      for (String line : lines) {
        Matcher exit = EXIT.matcher(line.strip());
        if (exit.matches() && Integer.parseInt(exit.group(1)) > SIGNALS) {
          return killed(Integer.parseInt(exit.group(1)) - SIGNALS);
        }
      }
      for (String line : lines) {
        Matcher exception = EXCEPTION.matcher(line.strip());
        if (exception.matches()) {
          return exception.group(1);
        }
      }
    } catch (IOException e) {
      return "JMH failed, and its log " + log + " cannot be read: " + e.getMessage();
    }
    return failure.getMessage() + "; its log is " + log;
  }

  private static String killed(int signal) {
    return "the measuring process was ended by signal "
        + signal
        + (signal == KILL ? ", as the kernel does when memory runs out (see dmesg)" : "");
  }
}
