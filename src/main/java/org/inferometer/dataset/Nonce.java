package org.inferometer.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A line that makes a prompt one that no server has seen: it stands before everything else, so that
 * no block of a prefix cache that was filled by another prompt begins alike.
 *
 * <p>Every nonce costs the same, so that it favours no request and no stack: a hash sign, eight of
 * 64 words of four letters, and the end of the line, {@value #LENGTH} characters. Each word with
 * its space is one token for the tokenizers of GPT-2, GPT-3.5, GPT-4o, Llama 2, Llama 3, Qwen 3,
 * Gemma 3, DeepSeek V3, Mistral (v1, v3, tekken) and for models that this program writes, three for
 * the smallest of these, which has hardly a word: ten tokens in all, or 26. (Measured with these
 * tokenizers, 40 nonces before each of 50 prompts.) Digits would not do: GPT-2 takes them apart in
 * one way, Llama 3 by threes, Qwen one by one.
 */
public final class Nonce {
  private static final String[] VOCABULARY =
      """
      able also baby ball base bear best came cold come does done door east fill fish
      five food four free gone half hand hard head hear heat help high hold home hope
      jump knew life line live look meet moon move must near need next once ride ship
      show soft soon tire told town upon wall want warm wave week well went wide wish
      """
          .strip()
          .split("\\s+");

  static final int LENGTH = 42;

  private static final int WORDS_OF_ONE = 8;

  private Nonce() {}

  /**
   * The nonce of {@code key}: one of 2^48, the same for the same key.
   *
   * @param key what a prompt is asked for, such as the run, the trial and the prompt's place in it
   */
  public static String of(Object... key) {
    byte[] digest = sha256(key);
    StringBuilder line = new StringBuilder(LENGTH).append('#');
    for (int i = 0; i < WORDS_OF_ONE; i++) {
      line.append(' ').append(VOCABULARY[Math.floorMod(digest[i], VOCABULARY.length)]);
    }
    return line.append('\n').toString();
  }

  /** A number that is the same for the same key: the beginning of its SHA-256. */
  static long seed(Object... key) {
    return ByteBuffer.wrap(sha256(key)).getLong();
  }

  private static byte[] sha256(Object... key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object part : key) {
        digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
