package org.inferometer.server;

import java.util.Arrays;

/**
 * Turns tokens into text one at a time, never emitting half a character: a token decodes to
 * different text alone than behind others, and a character may take several tokens.
 *
 * <p>As vLLM and text-generation-inference do it: a short window of tokens is decoded with and
 * without the new one, and the difference is the new text, held back while it ends in U+FFFD.
 */
final class Detokenizer {
  private static final int PROMPT_TOKENS = 6;
  private static final int WINDOW = 64;
  // A character has at most 4 bytes: what is longer undecodable is not waiting for its rest.
  private static final int MAX_HELD = 8;

  private final Tokenizer tokenizer;
  private final boolean skipSpecialTokens;
  private final int[] window = new int[WINDOW];
  private int length;
  private int read;
  private int emitted;

  Detokenizer(Tokenizer tokenizer, int[] prompt, boolean skipSpecialTokens) {
    this.tokenizer = tokenizer;
    this.skipSpecialTokens = skipSpecialTokens;
    length = Math.min(PROMPT_TOKENS, prompt.length);
    System.arraycopy(prompt, prompt.length - length, window, 0, length);
    keep(0);
  }

  /** The text that this token completes; empty if none. */
  String next(int token) {
    window[length++] = token;
    String text = decode();
    boolean partial = text.endsWith("\uFFFD");
    int end = text.length();
    if (partial) {
      end = length - read > MAX_HELD ? end - 1 : emitted;
    }
    String fresh = end > emitted ? text.substring(emitted, end) : "";
    emitted = Math.max(emitted, end);
    if (!partial && !fresh.isEmpty()) {
      keep(read);
    } else if (length == WINDOW) {
      keep(WINDOW - MAX_HELD);
    }
    return fresh;
  }

  private void keep(int from) {
    length -= from;
    System.arraycopy(window, from, window, 0, length);
    read = length;
    String text = decode();
    emitted = text.endsWith("\uFFFD") ? text.length() - 1 : text.length();
  }

  private String decode() {
    return tokenizer.decode(Arrays.copyOf(window, length), 0, length, skipSpecialTokens);
  }
}
