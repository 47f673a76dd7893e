package org.inferometer.server.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;

/**
 * A model, prompts and what transformers answers in float32; {@code golden/README.md} says how the
 * files were made.
 *
 * @param config the verbatim {@code config.json}
 */
record GoldenCase(
    String name, JsonNode config, long seed, WeightType dtype, int shards, List<Prompt> prompts) {
  /**
   * @param output the greedy tokens
   * @param logits for each of them the best logits by token id
   */
  record Prompt(int[] tokens, int[] output, List<Map<Integer, Float>> logits) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");

  static List<GoldenCase> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(GoldenCase::read)
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static GoldenCase read(Path file) {
    try {
      return JSON.readValue(file.toFile(), GoldenCase.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes the model, with the configuration in the case's own spelling. */
  void write(Path directory) {
    try {
      Files.createDirectories(directory);
      String spelled = JSON.writeValueAsString(config);
      Files.writeString(directory.resolve("config.json"), spelled);
      Files.deleteIfExists(directory.resolve("generation_config.json"));
      ModelWriter.write(ModelConfig.read(directory), seed, dtype, shards);
      Files.writeString(directory.resolve("config.json"), spelled);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes the models of all cases into directories named after them, for the golden script. */
  public static void main(String[] args) {
    all().forEach(golden -> golden.write(Path.of(args[0], golden.name())));
  }

  @Override
  public String toString() {
    return name;
  }
}
