package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether files that a scenario names can be read. */
final class FileChecks {
  private FileChecks() {}

  /** The problem with the file that is named at {@code at}, seen from {@code folder}, if any. */
  static List<Problem> problems(
      YamlDocument document, Path folder, JsonPointer at, String allowed) {
    JsonNode file = document.root().at(at);
    if (file.isTextual() && !Files.isRegularFile(folder.resolve(file.textValue()))) {
      return List.of(
          document.problem(
              at,
              "%s %s; allowed: the path of %s, seen from the scenario"
                  .formatted(
                      folder.resolve(file.textValue()).normalize(),
                      noFile(folder.resolve(file.textValue())),
                      allowed)));
    }
    return List.of();
  }

  /** What {@code path} is, when it is no file to be read from its beginning to its end. */
  static String noFile(Path path) {
    return Files.isDirectory(path)
        ? "is a folder"
        : Files.exists(path) ? "is a device or a pipe, not a file" : "does not exist";
  }
}
