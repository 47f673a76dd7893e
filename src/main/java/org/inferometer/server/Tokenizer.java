package org.inferometer.server;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.inferometer.server.model.LfsPointer;
import org.inferometer.server.model.ModelException;

/**
 * The {@code tokenizer.json} of a model directory, run by Hugging Face's own library. Safe for use
 * by several threads.
 */
public final class Tokenizer implements AutoCloseable {
  static {
    // Otherwise the library reports its use over the network and may look for other builds there.
    System.setProperty("ai.djl.offline", "true");
  }

  // Of texts that take much memory, only one is in work at a time.
  private static final int LONG_TEXT = 1 << 18;

  private final HuggingFaceTokenizer library;
  private final int longestTokenBytes;

  private Tokenizer(HuggingFaceTokenizer library, int longestTokenBytes) {
    this.library = library;
    this.longestTokenBytes = longestTokenBytes;
  }

  /**
   * Reads a model directory's tokenizer.
   *
   * @throws ModelException if {@code tokenizer.json} is missing or cannot be used
   */
  public static Tokenizer load(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + ": no such file; save the tokenizer in the fast format (tokenizer.json)");
    }
    try {
      LfsPointer.refuse(file);
      return new Tokenizer(
          HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false", "padding", "false")),
          LongestToken.bytes(file));
    } catch (ModelException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ModelException(file + ": not a usable tokenizer: " + e.getMessage(), e);
    }
  }

  /**
   * Token ids of a text.
   *
   * @param specialTokens whether the tokenizer adds what it wants around a prompt, e.g. a first
   *     {@code <s>}
   */
  public int[] encode(String text, boolean specialTokens) {
    if (text.length() < LONG_TEXT) {
      return ids(text, specialTokens);
    }
    synchronized (this) {
      return ids(text, specialTokens);
    }
  }

  /** No token stands for more bytes of text than these. */
  public int longestTokenBytes() {
    return longestTokenBytes;
  }

  private int[] ids(String text, boolean specialTokens) {
    return Arrays.stream(library.encode(text, specialTokens, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /**
   * Text of {@code tokens[from, to)}; ids without text give none, and bytes that are no character
   * give U+FFFD.
   */
  public String decode(int[] tokens, int from, int to, boolean skipSpecialTokens) {
    long[] ids = new long[to - from];
    Arrays.setAll(ids, i -> tokens[from + i]);
    return library.decode(ids, skipSpecialTokens);
  }

  /** The id of a special token, if the text is exactly one token. */
  OptionalInt id(String token) {
    int[] ids = encode(token, false);
    return ids.length == 1 ? OptionalInt.of(ids[0]) : OptionalInt.empty();
  }

  @Override
  public void close() {
    library.close();
  }
}
