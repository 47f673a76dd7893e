package org.inferometer.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * Texts of wanted numbers of tokens, without a tokenizer: words of which each, with the space
 * before it, is one token in whatever order they come. So k words are k tokens.
 *
 * <p>They are among the most frequent of English, so that the tokenizers of GPT-2, Llama, Qwen,
 * Mistral and of every model that this program writes have them. What a tokenizer or a chat
 * template adds once to a text, such as its beginning, is not among the k.
 */
public final class SyntheticText {
  private static final String[] WORDS =
      """
      the of and to in is that for it was on are as with his they
      at be this from have or by one had not but what all were when we
      there can an your which their said if do will each about how up out them
      then she many some so these would other into has more her two like him see
      """
          .strip()
          .split("\\s+");

  private static final int[] PROBED = {1, 2, 17, 1000};

  private SyntheticText() {}

  /**
   * {@code tokens} words, the same for the same key: the first of those for a larger number are
   * those for a smaller.
   *
   * @param key what the text is for
   */
  public static String of(int tokens, Object... key) {
    StringBuilder text = new StringBuilder(6 * tokens);
    append(text, tokens, key);
    return text.toString();
  }

  /** How many tokens one of these texts has. */
  static int tokens(String text) {
    return (int) text.chars().filter(one -> one == ' ').count();
  }

  /**
   * A prompt of {@code tokens} words in blocks, of which each is the same wherever its id stands:
   * what two prompts have in common in a trace, their texts have, too.
   *
   * @param block tokens of a block; the last is what is left
   * @param scope within which the same id means the same block
   */
  static String ofBlocks(int tokens, int block, long[] ids, String scope) {
    StringBuilder text = new StringBuilder(6 * tokens);
    for (int i = 0; i < ids.length; i++) {
      append(text, Math.min(block, tokens - i * block), scope, ids[i]);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int tokens, Object... key) {
    SplittableRandom random = new SplittableRandom(Nonce.seed(key));
    for (int i = 0; i < tokens; i++) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
  }

  /**
   * How many tokens more than its words a tokenizer counts for every text, whatever its length;
   * empty if it is not the same for all, so that these words are of no use with it.
   *
   * @param tokenizer counts the tokens of a text
   */
  public static OptionalInt added(ToIntFunction<String> tokenizer) {
    int added = tokenizer.applyAsInt(of(1, 0)) - 1;
    String each = " " + String.join(" ", WORDS);
    boolean same =
        added >= 0
            && tokenizer.applyAsInt(each) == WORDS.length + added
            && Arrays.stream(PROBED)
                .allMatch(n -> tokenizer.applyAsInt(of(n, "probe", n)) == n + added);
    return same ? OptionalInt.of(added) : OptionalInt.empty();
  }

  /** The words that texts are made of. */
  static List<String> words() {
    return List.of(WORDS);
  }
}
