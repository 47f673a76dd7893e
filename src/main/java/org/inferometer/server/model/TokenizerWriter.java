package org.inferometer.server.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code chat_template.jinja}. */
final class TokenizerWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SMALLEST = 257;
  private static final String CHAT_TEMPLATE =
      """
      {%- for message in messages %}{{ message['role'] + ': ' + message['content'] + '\\n' }}\
      {%- endfor %}{%- if add_generation_prompt %}{{ 'assistant:' }}{%- endif %}""";

  private TokenizerWriter() {}

  static void write(ModelConfig config) throws IOException {
    int size = config.vocabularySize();
    if (size < SMALLEST) {
      throw new ModelException(
          "The vocabulary has %d tokens, allowed: %d (256 bytes and the end of text) and more"
              .formatted(size, SMALLEST));
    }
    Path directory = config.directory();
    ConfigWriter.writeJson(directory.resolve("tokenizer.json"), tokenizer(size));
    ObjectNode settings = JSON.createObjectNode();
    settings.put("tokenizer_class", "PreTrainedTokenizerFast");
    settings.put("model_max_length", config.contextLength());
    settings.put("bos_token", Vocabulary.END_OF_TEXT);
    settings.put("eos_token", Vocabulary.END_OF_TEXT);
    settings.put("clean_up_tokenization_spaces", false);
    ConfigWriter.writeJson(directory.resolve("tokenizer_config.json"), settings);
    Files.writeString(directory.resolve("chat_template.jinja"), CHAT_TEMPLATE);
  }

  private static ObjectNode tokenizer(int size) {
    Vocabulary vocabulary = Vocabulary.ofSize(size);
    ObjectNode json = JSON.createObjectNode();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    json.putArray("added_tokens")
        .addObject()
        .put("id", Vocabulary.endOfText(size))
        .put("content", Vocabulary.END_OF_TEXT)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    json.putNull("normalizer");
    byteLevel(json.putObject("pre_tokenizer"));
    byteLevel(json.putObject("post_processor"));
    byteLevel(json.putObject("decoder"));
    ObjectNode model = json.putObject("model");
    model.put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    ObjectNode tokens = model.putObject("vocab");
    vocabulary.tokens().forEach(tokens::put);
    tokens.put(Vocabulary.END_OF_TEXT, Vocabulary.endOfText(size));
    vocabulary.merges().forEach(model.putArray("merges")::add);
    return json;
  }

  private static void byteLevel(ObjectNode step) {
    step.put("type", "ByteLevel");
    step.put("add_prefix_space", false);
    step.put("trim_offsets", true);
    step.put("use_regex", true);
  }
}
