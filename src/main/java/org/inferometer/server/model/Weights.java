package org.inferometer.server.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The tensors of a model directory, by name: {@code model.safetensors}, or the shards that {@code
 * model.safetensors.index.json} lists.
 */
public final class Weights {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path directory;
  private final Map<String, SafetensorsFile.Entry> entries;

  private Weights(Path directory, Map<String, SafetensorsFile.Entry> entries) {
    this.directory = directory;
    this.entries = entries;
  }

  /**
   * Reads the headers of a directory's weight files.
   *
   * @throws ModelException if there are none, or one is broken
   */
  public static Weights open(Path directory) {
    Path single = directory.resolve(SINGLE);
    if (Files.exists(single)) {
      return new Weights(directory, SafetensorsFile.read(single));
    }
    Path index = directory.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new ModelException(
          directory + ": neither " + SINGLE + " nor " + INDEX + "; other formats are not read");
    }
    return new Weights(directory, shards(directory, ConfigFile.read(index)));
  }

  private static Map<String, SafetensorsFile.Entry> shards(Path directory, ConfigFile index) {
    TreeSet<String> files = new TreeSet<>();
    for (JsonNode file : index.object("weight_map").all()) {
      // A shard lies beside its index; anything else would read files the user did not name.
      if (!file.isTextual() || !file.textValue().matches("[^/\\\\]+\\.safetensors")) {
        throw index.wrong("weight_map", "names of .safetensors files in the same directory");
      }
      files.add(file.textValue());
    }
    Map<String, SafetensorsFile.Entry> entries = new LinkedHashMap<>();
    for (String file : files) {
      entries.putAll(SafetensorsFile.read(directory.resolve(file)));
    }
    return entries;
  }

  /** Number of weights in all tensors together. */
  public long values() {
    return entries.values().stream()
        .mapToLong(entry -> Arrays.stream(entry.shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * A tensor that must have this shape.
   *
   * @param shape one or two dimensions
   * @throws ModelException if it is missing, has another shape, or is not float32, float16 or
   *     bfloat16
   */
  public Tensor tensor(String name, int... shape) {
    SafetensorsFile.Entry entry = entries.get(name);
    if (entry == null) {
      throw new ModelException(directory + ": the weights have no tensor " + name);
    }
    long[] expected = Arrays.stream(shape).asLongStream().toArray();
    if (!Arrays.equals(entry.shape(), expected)) {
      throw new ModelException(
          "%s: %s has shape %s, config.json asks for %s"
              .formatted(
                  entry.file(), name, Arrays.toString(entry.shape()), Arrays.toString(expected)));
    }
    WeightType type = type(name, entry);
    int rows = shape.length == 2 ? shape[0] : 1;
    int columns = shape[shape.length - 1];
    long bytes = (long) rows * columns * type.bytes();
    if (entry.end() - entry.begin() != bytes) {
      throw new ModelException(
          "%s: %s takes %d bytes, its shape and dtype ask for %d"
              .formatted(entry.file(), name, entry.end() - entry.begin(), bytes));
    }
    return Tensor.map(entry.file(), entry.begin(), rows, columns, type);
  }

  private static WeightType type(String name, SafetensorsFile.Entry entry) {
    for (WeightType type : WeightType.values()) {
      if (type.safetensorsName().equals(entry.type())) {
        return type;
      }
    }
    throw new ModelException(
        "%s: %s has dtype %s, supported: F32, F16, BF16"
            .formatted(entry.file(), name, entry.type()));
  }
}
