package org.inferometer.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * The texts of the first and last token, as the tokenizer's configuration names them.
 *
 * @param bos {@code null} if there is none
 * @param eos {@code null} if there is none
 */
record SpecialTokens(String bos, String eos) {
  static SpecialTokens read(Path directory, JsonNode tokenizerConfig) {
    JsonNode map = ModelFiles.json(directory.resolve("special_tokens_map.json"));
    return new SpecialTokens(
        token("bos_token", tokenizerConfig, map), token("eos_token", tokenizerConfig, map));
  }

  /** Either a string or an object with {@code content}. */
  private static String token(String key, JsonNode... files) {
    for (JsonNode file : files) {
      JsonNode value = file.path(key);
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.path("content").isTextual()) {
        return value.path("content").textValue();
      }
    }
    return null;
  }
}
