package org.inferometer.load.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads traces, no further than they are asked for. */
public final class TraceReader {
  /** Requests that a trial can hold. */
  static final int MOST = 1_000_000;

  static final String REQUESTS = "requests";

  /** How files of gzip, zip, xz, bzip2 and Zstandard begin. */
  private static final List<String> PACKED =
      List.of("1f8b", "504b0304", "fd377a58", "425a68", "28b52ffd");

  private final Path file;
  private final int first;
  private final List<TraceRow> rows = new ArrayList<>();
  private long leftOut;

  private TraceReader(Path file, int first) {
    this.file = file;
    this.first = first;
  }

  /**
   * The requests of a trace in their order. Those without a prompt or without an answer cannot be
   * asked: they are left out, and counted.
   *
   * @param format null to recognize it by its first line
   * @param first how many requests are read; null for all
   * @throws TraceException naming file, line and column of what cannot be used
   */
  public static TraceRows read(Path file, TraceFormat format, Integer first) {
    try {
      requireFile(file);
      TraceFormat found = format == null ? recognize(file) : format;
      TraceReader reader = new TraceReader(file, first == null ? Integer.MAX_VALUE : first);
      try (RowSource rows = open(file, found)) {
        reader.read(rows);
      }
      return new TraceRows(found, reader.rows, reader.leftOut);
    } catch (IOException e) {
      throw new TraceException(
          file,
          Files.exists(file)
              ? "it cannot be read: " + e.getMessage()
              : "there is no such file; allowed: a trace, " + TraceFormat.allowed());
    }
  }

  /** A pipe may never end, and what is packed is better told of than what its bytes lack. */
  private static void requireFile(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new TraceException(
          file,
          "it is %s; allowed: a file that holds a trace"
              .formatted(Files.isDirectory(file) ? "a folder" : "a device or a pipe"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      String begin = HexFormat.of().formatHex(in.readNBytes(4));
      if (PACKED.stream().anyMatch(begin::startsWith)) {
        throw new TraceException(file, "it is packed; allowed: a trace that was unpacked before");
      }
    }
  }

  private static RowSource open(Path file, TraceFormat format) throws IOException {
    return switch (format) {
      case MOONCAKE -> new MooncakeSource(new Lines(file));
      case AZURE, BURSTGPT -> new CsvSource(new Lines(file), format);
      case RECORDS -> new RecordSource(file);
    };
  }

  private static TraceFormat recognize(Path file) throws IOException {
    try (Lines lines = new Lines(file)) {
      String line = lines.next();
      if (line == null) {
        throw new TraceException(file, "it is empty; allowed: a trace, " + TraceFormat.allowed());
      }
      return TraceFormat.of(line)
          .orElseThrow(
              () ->
                  lines.problem(
                      "no trace begins so, %s; allowed: %s"
                          .formatted(TraceFormat.lack(line), TraceFormat.allowed())));
    }
  }

  private void read(RowSource lines) throws IOException {
    long begin = 0;
    long last = Long.MIN_VALUE;
    RowSource.Row row = null;
    while (rows.size() < first && (row = lines.next()) != null) {
      if (row.at() < last) {
        throw new TraceException(
            file,
            row.line(),
            "its time is %s s before that of the request before it; allowed: times that do not go back"
                .formatted((last - row.at()) * 1e-9));
      }
      last = row.at();
      if (row.inputTokens() == 0 || row.outputTokens() == 0) {
        requireRoom(file, leftOut++, "requests that have no prompt or no answer");
        continue;
      }
      requireRoom(file, rows.size(), REQUESTS);
      begin = rows.isEmpty() ? row.at() : begin;
      rows.add(new TraceRow(row.at() - begin, row.inputTokens(), row.outputTokens(), row.blocks()));
    }
    if (rows.isEmpty()) {
      throw new TraceException(
          file,
          (leftOut == 0
                  ? "it holds no request"
                  : "none of its %d requests has both a prompt and an answer".formatted(leftOut))
              + "; allowed: at least one");
    }
  }

  /** Whether a trace that has so many of {@code what} may have another one. */
  static void requireRoom(Path file, long rows, String what) {
    if (rows == MOST) {
      throw new TraceException(
          file,
          "it holds more than %d %s; allowed: at most so many, such as by first: %d"
              .formatted(MOST, what, MOST));
    }
  }
}
