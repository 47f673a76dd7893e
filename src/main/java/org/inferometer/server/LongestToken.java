package org.inferometer.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How many bytes of text a token of a {@code tokenizer.json} stands for at most. A text with more
 * bytes than that times the context cannot fit it, which is known without cutting it into tokens.
 */
final class LongestToken {
  /** Also for tokens that stand for text which the tokenizer does not know. */
  private static final int LEAST = 64;

  private LongestToken() {}

  static int bytes(Path file) throws IOException {
    int longest = LEAST;
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
        if (text && isVocabulary(parser.getParsingContext())) {
          byte[] bytes = parser.getText().getBytes(StandardCharsets.UTF_8);
          longest = Math.max(longest, bytes.length);
        }
      }
    }
    return longest;
  }

  private static boolean isVocabulary(JsonStreamContext context) {
    for (JsonStreamContext at = context.getParent(); at != null; at = at.getParent()) {
      if ("vocab".equals(at.getCurrentName()) || "added_tokens".equals(at.getCurrentName())) {
        return true;
      }
    }
    return false;
  }
}
