package org.inferometer.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.inferometer.machine.ClientHealth;

/** How the measuring process fared, one JSON line per measured iteration. */
final class HealthLog {
  private static final JsonMapper JSON = new JsonMapper();

  private HealthLog() {}

  static void append(Path file, int fork, int iteration, ClientHealth.Report report) {
    ObjectNode line = JSON.createObjectNode().put("fork", fork).put("iteration", iteration);
    line.setAll((ObjectNode) JSON.valueToTree(report));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + file + ": " + e.getMessage(), e);
    }
  }
}
