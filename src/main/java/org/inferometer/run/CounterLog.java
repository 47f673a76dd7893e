package org.inferometer.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.inferometer.scenario.Trial;

/**
 * What the stacks' own counters said around each repeat of a trial, warm-up included, as one JSON
 * object a line: {@code {"stack", "trial", "repeat", "before": {...}, "after": {...}}}. A repeat of
 * a stack that tells nothing has no line; of two lines of one repeat, measured again after an
 * interruption, the later one holds.
 */
record CounterLog(Path file) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Adds a line, if the stack told both times. */
  void append(Trial trial, Optional<?> before, Optional<?> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return;
    }
    ObjectNode line =
        JSON.createObjectNode()
            .put("stack", trial.stack())
            .put("trial", trial.name())
            .put("repeat", trial.repeat());
    line.set("before", JSON.valueToTree(before.get()));
    line.set("after", JSON.valueToTree(after.get()));
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + file + ": " + e.getMessage(), e);
    }
  }
}
