package org.inferometer.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelException;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inferometer model}: writes a seeded random-weight model directory. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a seeded random-weight model directory, for measuring without a download.",
      "It can be served by Inferometer, vLLM and transformers. Its text is nonsense, its speed is"
          + " that of any model of this shape."
    })
final class ModelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description =
          "Directory to write; created if need be. A model in it that this command did not write is"
              + " not touched.")
  private Path directory;

  @Option(
      names = "--family",
      defaultValue = "gpt2",
      description = "gpt2, llama, mistral or qwen2. Default: ${DEFAULT-VALUE}.")
  private String family;

  @Option(
      names = "--size",
      defaultValue = "small",
      description = "tiny, small, medium, gpt2-89m or gpt2. Default: ${DEFAULT-VALUE}.")
  private String size;

  @Option(names = "--layers", paramLabel = "N", description = "Transformer blocks.")
  private Integer layers;

  @Option(names = "--hidden", paramLabel = "N", description = "Width of the residual stream.")
  private Integer hidden;

  @Option(names = "--heads", paramLabel = "N", description = "Query heads.")
  private Integer heads;

  @Option(names = "--kv-heads", paramLabel = "N", description = "Key and value heads.")
  private Integer keyValueHeads;

  @Option(names = "--vocab", paramLabel = "N", description = "Tokens of vocabulary, at least 257.")
  private Integer vocabulary;

  @Option(names = "--context", paramLabel = "N", description = "Most tokens of a sequence.")
  private Integer context;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Same seed, same bytes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--dtype",
      defaultValue = "float32",
      description = "float32, float16 or bfloat16. Default: ${DEFAULT-VALUE}.")
  private String dtype;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "1",
      description = "Weight files. Default: ${DEFAULT-VALUE}.")
  private int shards;

  @Override
  public Integer call() {
    try {
      Architecture architecture = choice("--family", family, Architecture.class);
      ModelShape base = choice("--size", size, ModelShape.Size.class).of(architecture);
      int queryHeads = heads == null ? base.heads() : heads;
      int groups = heads == null ? base.keyValueHeads() : heads;
      ModelShape shape =
          new ModelShape(
              layers == null ? base.layers() : layers,
              hidden == null ? base.hiddenSize() : hidden,
              queryHeads,
              keyValueHeads == null ? groups : keyValueHeads,
              vocabulary == null ? base.vocabularySize() : vocabulary,
              context == null ? base.contextLength() : context);
      ModelWriter.refuseOthers(directory);
      ModelConfig config = shape.config(directory, architecture);
      ModelWriter.write(config, seed, choice("--dtype", dtype, WeightType.class), shards);
    } catch (ModelException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    spec.commandLine().getOut().println("Wrote " + directory);
    return 0;
  }

  private static <E extends Enum<E>> E choice(String option, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (spelled(constant).equals(value)) {
        return constant;
      }
    }
    StringBuilder allowed = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      allowed.append(allowed.isEmpty() ? "" : ", ").append(spelled(constant));
    }
    throw new ModelException(option + " is " + value + ", allowed: " + allowed);
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
