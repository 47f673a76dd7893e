package org.inferometer.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.server.model.LfsPointer;
import org.inferometer.server.model.ModelException;

/** The optional files of a model directory. */
final class ModelFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFiles() {}

  /** The file's JSON, or a missing node where there is no file. */
  static JsonNode json(Path file) {
    String text = text(file);
    try {
      return text == null ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ModelException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The file's text, or {@code null} where there is no file. */
  static String text(Path file) {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      LfsPointer.refuse(file);
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
