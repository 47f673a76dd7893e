package org.inferometer.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.inferometer.calibration.ExactScheduleServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code inferometer calibrate}: Measures this instrument's own error against the exact-schedule
 * server.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = "Measures this instrument's own error against the exact-schedule server.")
final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--serve-only",
      description = "Run the exact-schedule server, until standard input ends.")
  private boolean serveOnly;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the server; 0 takes a free one.")
  private int port;

  @Option(
      names = "--schedule",
      defaultValue = "",
      description = "What its answers look like, e.g. ttft=100ms,itl=20ms,tokens=64.")
  private String schedule;

  @Override
  public Integer call() throws IOException {
    if (serveOnly) {
      serve();
    }
    return 0;
  }

  private void serve() throws IOException {
    try (ExactScheduleServer server = ExactScheduleServer.start(port, schedule)) {
      spec.commandLine().getOut().println("listening on " + server.uri());
      spec.commandLine().getOut().flush();
      while (System.in.read() >= 0) {
        // The parent's end of the pipe is what keeps the server up.
        continue;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--schedule: " + e.getMessage(), e);
    }
  }
}
