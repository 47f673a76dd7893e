package org.inferometer.server;

import java.nio.file.Path;
import org.inferometer.server.engine.LanguageModel;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;

/** A tiny model directory with random weights, written once for all tests of a run. */
public final class TestModels {
  /** 512 tokens of vocabulary, a context of 1024 tokens, a chat template. */
  public static final Path TINY = write();

  private TestModels() {}

  private static Path write() {
    Path directory = Path.of("target", "test-models", "tiny").toAbsolutePath();
    ModelWriter.write(
        ModelShape.Size.TINY.of(Architecture.LLAMA).config(directory, Architecture.LLAMA),
        1,
        WeightType.FLOAT32,
        1);
    return directory;
  }

  /** The tiny model, really computed. */
  public static ServedModel real() {
    return ServedModel.load(TINY, "tiny", 1, null);
  }

  /** The tiny model's tokenizer and template, with another engine. */
  public static ServedModel with(LanguageModel engine) {
    ServedModel real = real();
    real.engine().close();
    return new ServedModel(
        real.name(),
        real.directory(),
        engine,
        real.tokenizer(),
        real.chatTemplate(),
        real.defaults(),
        real.endTokens(),
        engine.contextLength());
  }

  /** An engine that always says this text. */
  public static ScriptedModel saying(String text) {
    try (Tokenizer tokenizer = Tokenizer.load(TINY)) {
      return new ScriptedModel(tokenizer.encode(text, false), 512, 1024);
    }
  }
}
