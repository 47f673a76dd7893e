package org.inferometer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.inferometer.bench.JmhPoint;
import org.inferometer.calibration.Calibration;
import org.inferometer.calibration.CalibrationTable;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.machine.Processors;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Address;
import org.inferometer.wire.Transport;
import org.inferometer.wire.Way;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code inferometer calibrate}: measures this instrument's own error against the exact-schedule
 * server, or runs that server for others.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = "Measures this instrument's own error against the exact-schedule server.",
    footer = {
      "",
      "Patterns:",
      "  lockstep      all streams start together and go on together: the worst bursts",
      "  staggered     starts are spread over the length of an answer, as in real load",
      "  poisson       requests arrive at a rate (--rate), whatever is still under way",
      "  flood         all tokens at once: how fast they are read, no measure of accuracy",
      "  idle          streams that hardly ever speak",
      "  long-context  prompts of 500 kB, events of 4 kB, all streams together",
      "  trial         short answers one after the other, as each run measures before its trials",
      "",
      "Columns, of what the client says minus what the server did:",
      "  tok/s         tokens a second that the client counted",
      "  load %%        load offered, of the load asked for",
      "  tok/s err %%   of the tokens a second, against the server's own count",
      "  P2FT error ms mean, 99th percentile and worst of the requests",
      "  ITL           99th percentile of the error of the gap between two tokens, ms",
      "  lag           99th percentile from a token's write at the server to its stamp, ms",
      "  total         99th percentile of the error of the total latency, ms",
      "  ev/read       events that a read from the socket brought",
      "  us/token      processor time of the client for a token",
      "  peak MB       most memory that the client took"
    })
final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PointOptions asked;

  @Option(
      names = "--transport",
      defaultValue = "sockets",
      paramLabel = "NAME",
      description = "What carries the requests: sockets or http-client.")
  private String transport;

  @Option(names = "--tls", description = "Ask the server over TLS, as stacks with https are asked.")
  private boolean tls;

  @Option(
      names = "--search",
      paramLabel = "MS",
      description =
          "Then search the highest rate at which the mean error of P2FT stays below so many"
              + " milliseconds.")
  private Double search;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "An exact-schedule server that runs already on this machine.")
  private URI server;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write the results as JSON, such as calibration.json.")
  private Path out;

  @Option(
      names = "--records",
      paramLabel = "FOLDER",
      description =
          "Also keep what both sides recorded of each request, as JSON Lines joined by request id.")
  private Path records;

  @Option(
      names = "--serve-only",
      description = "Only run the exact-schedule server, until standard input ends.")
  private boolean serveOnly;

  @Option(
      names = "--stay",
      description = "With --serve-only: run until killed, as a stack of a scenario does.")
  private boolean stay;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "N",
      description = "With --serve-only: its port; 0 takes a free one.")
  private int port;

  @Option(
      names = "--schedule",
      defaultValue = "",
      paramLabel = "SETTINGS",
      description = {
        "With --serve-only: its answers, e.g. ttft=100ms,itl=20ms,tokens=64, and how many it serves"
            + " at once: slots=4 four, while the others wait; sharing=processor n of them at 1/n of"
            + " the pace."
      })
  private String schedule;

  private final List<PointResult> results = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Effect.require(spec, serveOnly, "without --serve-only", "--port", "--schedule", "--stay");
    try {
      if (serveOnly && stay) {
        try (ExactScheduleServer started = ExactScheduleServer.start(port, schedule)) {
          spec.commandLine().getOut().println("listening on " + started.uri());
          spec.commandLine().getOut().flush();
          Thread.currentThread().join();
        }
      } else if (serveOnly) {
        ExactScheduleServer.main(new String[] {Integer.toString(port), schedule});
      } else {
        List<Point> points = asked.points(search != null);
        carrier();
        requireOut();
        requireServer();
        if (Relaunch.isNeededToMeasure()) {
          return Relaunch.toMeasure(spec.root().commandLine().getParseResult().originalArgs());
        }
        calibrate(points);
      }
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Transport carrier() {
    return PointOptions.named(Transport.class, transport);
  }

  /** Before anything is measured, and not after it. */
  private void requireOut() {
    if (out != null) {
      Path folder = out.toAbsolutePath().getParent();
      if (folder == null || !Files.isWritable(folder) || Files.isDirectory(out)) {
        throw new IllegalArgumentException(
            "--out %s cannot be written; allowed: a file in a folder that is there and writable"
                .formatted(out));
      }
    }
  }

  private void requireServer() {
    if (server != null) {
      Address.of(server.toString());
      try (Standard there = Standard.at(server)) {
        there.stats();
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "--server %s: %s; allowed: an exact-schedule server on this machine (calibrate --serve-only starts one)"
                .formatted(server, e.getMessage()),
            e);
      }
    }
  }

  private void calibrate(List<Point> points) throws IOException, InterruptedException {
    PrintWriter console = spec.commandLine().getOut();
    try (Standard standard = server == null ? Standard.launch() : Standard.at(server)) {
      if (asked.driver() != Point.Driver.JMH) {
        // The standard has the last one to itself. A benchmark's fork is left where trials run.
        Processors.ofThisThread().butLast().bindThisProcess();
      }
      Calibrator calibrator = new Calibrator(standard, new Way(carrier(), tls));
      if (records != null) {
        calibrator.keepRecordsIn(records);
      }
      calibrator.warmUp(points.stream().mapToInt(Point::streams).max().orElse(1));
      console.println(CalibrationTable.head());
      if (asked.driver() == Point.Driver.JMH) {
        forked(calibrator, points);
      } else {
        calibrator.calibrate(points, this::show);
      }
      if (search != null) {
        Double highest = calibrator.highestRate(search, this::show);
        console.printf(Locale.ROOT, "highest rate within %s ms: %s%n", search, perSecond(highest));
        write(calibration().withHighest(highest));
      }
    }
  }

  private void forked(Calibrator calibrator, List<Point> points) throws IOException {
    Path folder = Files.createTempDirectory("inferometer-calibrate");
    for (Point point : points) {
      show(JmhPoint.measure(calibrator, point, folder.resolve(results.size() + ".jsonl")));
    }
    spec.commandLine().getOut().println("records and JMH's output are in " + folder);
  }

  /** Prints it, and writes what there is so far: what follows may be interrupted. */
  private void show(PointResult result) {
    PrintWriter console = spec.commandLine().getOut();
    console.println(CalibrationTable.row(result));
    console.println(CalibrationTable.serverRow(result));
    console.flush();
    results.add(result);
    write(calibration());
  }

  private Calibration calibration() {
    return Calibration.of(results);
  }

  private void write(Calibration calibration) {
    if (out != null) {
      try {
        calibration.write(out);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + out + ": " + e.getMessage(), e);
      }
    }
  }

  private static String perSecond(Double tokens) {
    return tokens == null ? "none" : String.format(Locale.ROOT, "%.0f tokens a second", tokens);
  }
}
