package org.inferometer.calibration;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;

/**
 * What both sides recorded of each point, as JSON Lines: {@code 001-lockstep-64.client.jsonl} with
 * raw records and {@code 001-lockstep-64.server.jsonl} with {@link ServedRequest}s. Both clocks are
 * the same; lines belong together by their request id.
 */
final class KeptRecords {
  private final Path folder;
  private int points;

  KeptRecords(Path folder) {
    this.folder = folder;
  }

  void add(Point point, List<RequestRecord> records, List<ServedRequest> log) throws IOException {
    String name =
        String.format(
            Locale.ROOT, "%03d-%s-%d", ++points, point.pattern().label(), point.streams());
    Path client = folder.resolve(name + ".client.jsonl");
    Files.deleteIfExists(client);
    try (RecordWriter writer = RecordWriter.append(client)) {
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
