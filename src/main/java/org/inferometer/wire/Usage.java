package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Token counts as a server tells them. A 0 that stands in the place of a count that is not known
 * tells nothing: no prompt is without tokens, and where its tokens are not told, those that came
 * from a cache are not either.
 */
final class Usage {
  private int prompt;
  private int completion;
  private int total;
  private int cached;
  private int reasoning;

  void clear() {
    prompt = ABSENT;
    completion = ABSENT;
    total = ABSENT;
    cached = ABSENT;
    reasoning = ABSENT;
  }

  void prompt(int tokens) {
    prompt = tokens;
  }

  void completion(int tokens) {
    completion = tokens;
  }

  void cached(int tokens) {
    cached = tokens;
  }

  void reasoning(int tokens) {
    reasoning = tokens;
  }

  /** Reads the present value, under OpenAI's names or those of its Responses API. */
  void read(JsonCursor json) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "prompt_tokens", "input_tokens" -> prompt = json.count();
        case "completion_tokens", "output_tokens" -> completion = json.count();
        case "total_tokens" -> total = json.count();
        case "reasoning_tokens" -> reasoning = json.count();
        case "cached_tokens", "prompt_cache_hit_tokens" -> cached = json.count();
        case "prompt_tokens_details",
            "input_tokens_details",
            "completion_tokens_details",
            "output_tokens_details" ->
            details(json);
        default -> {}
      }
      json.skip();
    }
  }

  private void details(JsonCursor json) throws IOException {
    if (json.current() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      switch (name) {
        case "cached_tokens" -> cached = json.count();
        case "reasoning_tokens" -> reasoning = json.count();
        default -> {}
      }
      json.skip();
    }
  }

  /** Takes over what {@code other} tells where this, but for zeros in its place, does not. */
  void complete(Usage other) {
    boolean tells = other.completion != ABSENT || other.prompt != ABSENT;
    if (tells && completion <= 0 && prompt <= 0) {
      prompt = other.prompt;
      completion = other.completion;
      total = other.total;
      cached = other.cached;
      reasoning = other.reasoning;
    }
  }

  int prompt() {
    return prompt > 0 ? prompt : ABSENT;
  }

  /** Tokens of the answer, which some servers tell by a total alone. */
  int completion() {
    return completion == ABSENT && prompt > 0 && total > prompt ? total - prompt : completion;
  }

  /** Tokens of the prompt that came from a cache, which cannot be more than it has. */
  int cached() {
    boolean unknown = prompt() == ABSENT ? cached == 0 : cached > prompt;
    return unknown ? ABSENT : cached;
  }

  /** Tokens of reasoning among those of the completion. */
  int reasoning() {
    return reasoning > 0 && completion() != ABSENT && !isApart() ? reasoning : ABSENT;
  }

  /** Tokens of reasoning beside those of the completion. */
  int reasoningApart() {
    return reasoning > 0 && completion() != ABSENT && isApart() ? reasoning : 0;
  }

  /**
   * Whether a server counts reasoning apart, which its total or a completion smaller than its part
   * gives away.
   */
  private boolean isApart() {
    return reasoning > completion()
        || prompt != ABSENT && total == (long) prompt + completion + reasoning;
  }
}
