package org.inferometer.server.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a Hugging Face model directory with random weights: {@code config.json}, {@code
 * model.safetensors} (or shards with an index), {@code tokenizer.json}, {@code
 * tokenizer_config.json}, {@code generation_config.json} and {@code chat_template.jinja}. It can be
 * loaded by transformers and by vLLM as well. The same configuration, seed and number format give
 * the same bytes on every machine.
 */
public final class ModelWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FILES =
      List.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "chat_template.jinja",
          "model.safetensors.index.json");
  private static final int BUFFER_BYTES = 4 << 20;

  /** Output rows of tokens that should never be generated are this much shorter. */
  private static final float QUIET = 0.05f;

  private final ModelConfig config;
  private final long seed;
  private final WeightType type;
  private final int shards;

  private ModelWriter(ModelConfig config, long seed, WeightType type, int shards) {
    this.config = config;
    this.seed = seed;
    this.type = type;
    this.shards = shards;
  }

  /**
   * Writes a model.
   *
   * @param config what to write; its {@code directory} is created if need be
   * @param seed of the weights
   * @param type number format of the weights
   * @param shards number of weight files, at least 1
   * @throws ModelException if a file cannot be written or the vocabulary is too small for the 256
   *     bytes and the end-of-text token
   */
  public static void write(ModelConfig config, long seed, WeightType type, int shards) {
    if (shards < 1) {
      throw new ModelException("shards is " + shards + ", allowed: 1 and more");
    }
    try {
      Files.createDirectories(config.directory());
      new ModelWriter(config, seed, type, shards).write();
    } catch (IOException e) {
      throw new ModelException(config.directory() + ": cannot be written: " + e, e);
    }
  }

  /**
   * Refuses to write where a model is that was not written here.
   *
   * @throws ModelException if a file would be overwritten that this class has not made
   */
  public static void refuseOthers(Path directory) {
    List<Path> weights = new ArrayList<>();
    boolean model = FILES.stream().anyMatch(name -> Files.exists(directory.resolve(name)));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.safetensors")) {
      found.forEach(weights::add);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new ModelException(directory + ": cannot be read: " + e, e);
    }
    if (weights.isEmpty() ? model : !weights.stream().allMatch(ModelWriter::isOurs)) {
      throw new ModelException(
          directory
              + ": has a model in it that this command did not write; give another directory, or"
              + " delete this one if nobody needs it");
    }
  }

  private static boolean isOurs(Path weights) {
    try {
      return SafetensorsFile.isOurs(weights);
    } catch (ModelException e) {
      return false;
    }
  }

  private void write() throws IOException {
    TokenizerWriter.write(config);
    ConfigWriter.write(config, type);
    List<TensorPlan.Planned> tensors = TensorPlan.of(config);
    if (shards == 1) {
      writeWeights("model.safetensors", tensors);
      return;
    }
    ObjectNode index = JSON.createObjectNode();
    long values = tensors.stream().mapToLong(TensorPlan.Planned::values).sum();
    index.putObject("metadata").put("total_size", values * type.bytes());
    ObjectNode map = index.putObject("weight_map");
    for (int shard = 0; shard < shards; shard++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards);
      List<TensorPlan.Planned> part = new ArrayList<>();
      for (int i = shard; i < tensors.size(); i += shards) {
        part.add(tensors.get(i));
        map.put(tensors.get(i).name(), name);
      }
      writeWeights(name, part);
    }
    ConfigWriter.writeJson(config.directory().resolve("model.safetensors.index.json"), index);
  }

  private void writeWeights(String name, List<TensorPlan.Planned> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header
        .putObject("__metadata__")
        .put("format", "pt")
        .put(SafetensorsFile.MADE_BY, "random weights");
    long offset = 0;
    for (TensorPlan.Planned tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", type.safetensorsName());
      entry.putPOJO("shape", tensor.shape());
      long end = offset + tensor.values() * type.bytes();
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String json = JSON.writeValueAsString(header);
    // Tensors begin at a multiple of eight bytes, as the reference implementation aligns them.
    byte[] padded = (json + " ".repeat(-json.length() & 7)).getBytes(StandardCharsets.UTF_8);
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + padded.length);
    start.order(ByteOrder.LITTLE_ENDIAN).putLong(padded.length).put(padded).flip();
    Path file = config.directory().resolve(name);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      drain(start, channel);
      for (TensorPlan.Planned tensor : tensors) {
        writeTensor(tensor, channel);
      }
    }
  }

  private void writeTensor(TensorPlan.Planned tensor, FileChannel channel) throws IOException {
    RandomWeights random = new RandomWeights(seed, tensor.name());
    int rowBytes = tensor.columns() * type.bytes();
    int rowsPerBuffer = Math.max(1, BUFFER_BYTES / rowBytes);
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.min(tensor.rowCount(), rowsPerBuffer) * rowBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] row = new float[tensor.columns()];
    for (int i = 0; i < tensor.rowCount(); i++) {
      if (tensor.rows() == TensorPlan.Rows.OPPOSITES && i % 2 == 1) {
        scale(row, -1);
      } else {
        random.fill(row, tensor.mean(), tensor.spread());
      }
      if (tensor.rows() == TensorPlan.Rows.TOKENS
          && Vocabulary.isQuiet(i, config.vocabularySize())) {
        scale(row, QUIET);
      }
      type.write(row, row.length, buffer);
      if (buffer.remaining() < rowBytes || i == tensor.rowCount() - 1) {
        drain(buffer.flip(), channel);
        buffer.clear();
      }
    }
  }

  private static void scale(float[] row, float factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
