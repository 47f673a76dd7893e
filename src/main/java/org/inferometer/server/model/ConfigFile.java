package org.inferometer.server.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON file of a model directory, read key by key with errors that name the file and the key. */
final class ConfigFile {
  private static final long MAX_BYTES = 16L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final JsonNode root;
  private final String prefix;

  private ConfigFile(Path file, JsonNode root, String prefix) {
    this.file = file;
    this.root = root;
    this.prefix = prefix;
  }

  static ConfigFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + ": no such file; expected a Hugging Face model directory with this file in it");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ModelException(file + ": larger than " + MAX_BYTES + " bytes");
      }
      LfsPointer.refuse(file);
      JsonNode root = JSON.readTree(file.toFile());
      if (!root.isObject()) {
        throw new ModelException(file + ": expected a JSON object");
      }
      return new ConfigFile(file, root, "");
    } catch (JsonProcessingException e) {
      throw new ModelException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  boolean has(String key) {
    return root.hasNonNull(key);
  }

  JsonNode value(String key) {
    return root.path(key);
  }

  /** All values, whatever their keys. */
  Iterable<JsonNode> all() {
    return root;
  }

  /** The object under a key. */
  ConfigFile object(String key) {
    if (!root.path(key).isObject()) {
      throw wrong(key, "an object");
    }
    return new ConfigFile(file, root.get(key), prefix + key + ".");
  }

  int positiveInt(String key) {
    JsonNode value = root.path(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
      throw wrong(key, "a whole number above 0");
    }
    return value.intValue();
  }

  int positiveInt(String key, int otherwise) {
    return has(key) ? positiveInt(key) : otherwise;
  }

  double positiveNumber(String key) {
    JsonNode value = root.path(key);
    if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
      throw wrong(key, "a number above 0");
    }
    return value.doubleValue();
  }

  double positiveNumber(String key, double otherwise) {
    return has(key) ? positiveNumber(key) : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!root.get(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return root.get(key).booleanValue();
  }

  String text(String key, String otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!root.get(key).isTextual()) {
      throw wrong(key, "a string");
    }
    return root.get(key).textValue();
  }

  /** The error for a value that is missing or not allowed. */
  ModelException wrong(String key, String allowed) {
    JsonNode value = root.path(key);
    String found = value.isMissingNode() ? "missing" : abbreviated(value.toString());
    return new ModelException(
        file + ": " + prefix + key + " is " + found + ", supported: " + allowed);
  }

  private static String abbreviated(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "...";
  }
}
