package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.inferometer.server.engine.LanguageModel;
import org.inferometer.server.engine.LanguageModels;
import org.inferometer.server.model.ModelConfig;
import org.inferometer.server.model.ModelException;

/**
 * A model directory, ready to be served.
 *
 * @param name what requests call it
 * @param directory where it came from
 * @param engine computes logits
 * @param tokenizer between text and tokens
 * @param chatTemplate turns a conversation into a prompt; {@code null} if the model has none
 * @param defaults for requests that do not say
 * @param endTokens ids that end a generation
 * @param contextLength most tokens of prompt and output together
 */
public record ServedModel(
    String name,
    Path directory,
    LanguageModel engine,
    Tokenizer tokenizer,
    ChatTemplate chatTemplate,
    GenerationDefaults defaults,
    Set<Integer> endTokens,
    int contextLength)
    implements AutoCloseable {

  /**
   * Loads a Hugging Face model directory.
   *
   * @param maxLength limits the context length; {@code null} for the model's own
   * @throws ModelException if something is missing or not supported, with a message for the user
   */
  public static ServedModel load(Path directory, String name, int threads, Integer maxLength) {
    ModelConfig config = ModelConfig.read(directory);
    if (maxLength != null && maxLength > config.contextLength()) {
      throw new ModelException(
          directory
              + ": has a context of "
              + config.contextLength()
              + " tokens; a maximum length of "
              + maxLength
              + " is more than that");
    }
    Tokenizer tokenizer = Tokenizer.load(directory);
    JsonNode tokenizerConfig = ModelFiles.json(directory.resolve("tokenizer_config.json"));
    SpecialTokens special = SpecialTokens.read(directory, tokenizerConfig);
    Set<Integer> endTokens = new TreeSet<>(config.eosTokens());
    if (special.eos() != null) {
      tokenizer.id(special.eos()).ifPresent(endTokens::add);
    }
    int vocabulary = config.vocabularySize();
    if (endTokens.removeIf(token -> token < 0 || token >= vocabulary)) {
      System.err.printf(
          "warning: %s: an end token is beyond the vocabulary of %d tokens and never comes%s%n",
          directory, vocabulary, endTokens.isEmpty() ? "; generations end by their length" : "");
    }
    return new ServedModel(
        name,
        directory,
        LanguageModels.load(directory, threads),
        tokenizer,
        ChatTemplate.read(directory, tokenizerConfig, special),
        GenerationDefaults.read(directory),
        Set.copyOf(endTokens),
        maxLength == null ? config.contextLength() : maxLength);
  }

  @Override
  public void close() {
    engine.close();
    tokenizer.close();
  }
}
