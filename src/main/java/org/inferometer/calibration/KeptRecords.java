package org.inferometer.calibration;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ServedRequest;
import org.inferometer.standard.ServerLog;

/**
 * What both sides recorded of each point, as JSON Lines: {@code 001-lockstep-64.client.jsonl} with
 * raw records and {@code 001-lockstep-64.server.jsonl} with {@link ServedRequest}s. Both clocks are
 * the same; lines belong together by their request id.
 */
final class KeptRecords {
  private final Path folder;
  private int points;

  KeptRecords(Path folder) throws IOException {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new IllegalArgumentException(
          folder + " is not an empty folder; records are kept in one that is new or empty");
    }
    try {
      this.folder = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot make the folder " + folder + " for records", e);
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  void add(Point point, List<RequestRecord> records, List<ServedRequest> log) throws IOException {
    String name =
        String.format(
            Locale.ROOT, "%03d-%s-%d", ++points, point.pattern().label(), point.streams());
    try (RecordWriter writer = RecordWriter.append(folder.resolve(name + ".client.jsonl"))) {
      records.forEach(writer::write);
    }
    try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve(name + ".server.jsonl"))) {
      for (ServedRequest request : log) {
        writer.write(ServerLog.json(request));
        writer.newLine();
      }
    }
  }
}
