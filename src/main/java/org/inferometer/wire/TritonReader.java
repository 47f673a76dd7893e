package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Reads Triton's generate: outputs of one element stand alone, others in a list. An event has what
 * is new; where TensorRT-LLM accumulates tokens it has all of the text so far, which texts that
 * begin with the one before give away, and its count may be that of all tokens so far.
 */
final class TritonReader extends AnswerReader {
  private final Map<String, String> usualNames;
  private final Repetition repetition = new Repetition();
  private int counted;
  private boolean countsAll;

  /**
   * @param dialect that names the outputs
   */
  TritonReader(Dialect dialect) {
    this.usualNames = dialect.usualNames();
  }

  @Override
  void event(String event, JsonCursor json, Chunk chunk) throws IOException {
    int tokens = read(json, chunk, true);
    countsAll = repetition.found() && counted > 0 && (countsAll || tokens > counted);
    chunk.tokens = countsAll && tokens >= counted ? tokens - counted : tokens;
    counted = Math.max(counted, tokens);
  }

  @Override
  void whole(JsonCursor json, Chunk chunk) throws IOException {
    chunk.usage.completion(read(json, chunk, false));
  }

  /** Returns the output tokens that it tells. */
  private int read(JsonCursor json, Chunk chunk, boolean part) throws IOException {
    int tokens = ABSENT;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (usualNames.getOrDefault(name, name)) {
        case "text_output" -> {
          chunk.generation = true;
          if (part) {
            repetition.read(json, chunk);
          } else {
            chunk.readText(json);
          }
        }
        case "num_output_tokens" -> tokens = sum(json);
        case "num_input_tokens" -> chunk.usage.prompt(sum(json));
        case "finish_reason" -> finish(json, chunk);
        case "error" -> chunk.error |= json.tells();
        default -> {}
      }
      json.skip();
    }
    return tokens;
  }

  /** The present count, or the sum of those in the present list. */
  static int sum(JsonCursor json) throws IOException {
    if (json.current() != JsonToken.START_ARRAY) {
      return json.count();
    }
    int sum = ABSENT;
    while (json.next() != JsonToken.END_ARRAY) {
      int one = json.count();
      json.skip();
      sum = one == ABSENT ? sum : Math.max(0, sum) + one;
    }
    return sum;
  }

  /** What stands in every event but the last is told apart without making a text of it. */
  private static void one(JsonCursor json, Chunk chunk) throws IOException {
    if (mayFinish(chunk) && !json.is("None")) {
      chunk.readFinish(json);
    }
  }

  /** Of several reasons the first that is not usual counts, or the last. */
  static boolean mayFinish(Chunk chunk) {
    return chunk.finish == null || Verdict.isUsual(chunk.finish);
  }

  /** The present reason, or those in the present list. */
  private static void finish(JsonCursor json, Chunk chunk) throws IOException {
    if (json.current() != JsonToken.START_ARRAY) {
      one(json, chunk);
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      one(json, chunk);
      json.skip();
    }
  }
}
