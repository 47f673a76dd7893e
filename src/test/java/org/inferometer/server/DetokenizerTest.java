package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DetokenizerTest {
  private static final Tokenizer TOKENIZER = Tokenizer.load(TestModels.TINY);
  private static final int[] PROMPT = TOKENIZER.encode("a prompt", false);

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  @Test
  void neverEmitsHalfACharacter() {
    String text = "Grüße aus Zürich, 東京 and 🙂🇨🇭 e\u0301 end";
    int[] tokens = TOKENIZER.encode(text, false);

    List<String> pieces = pieces(tokens);

    assertThat(tokens.length).isGreaterThan(text.length());
    assertThat(String.join("", pieces)).isEqualTo(text);
    assertThat(pieces).noneMatch(piece -> piece.contains("\uFFFD"));
    assertThat(pieces)
        .noneMatch(p -> !p.isEmpty() && Character.isHighSurrogate(p.charAt(p.length() - 1)));
    assertThat(pieces).contains("", "🙂");
  }

  @Test
  void keepsTheCharactersBehindOneThatIsBrokenOff() {
    int[] emoji = TOKENIZER.encode("🙂", false);
    int[] tokens = {emoji[0], emoji[1], TOKENIZER.encode("x", false)[0]};

    assertThat(pieces(tokens)).containsExactly("", "", "\uFFFDx");
  }

  @Test
  void goesOnWhenBytesAreNoTextForLong() {
    int broken = TOKENIZER.encode("🙂", false)[1];
    int[] tokens = new int[300];
    Arrays.fill(tokens, broken);
    tokens[299] = TOKENIZER.encode("x", false)[0];

    String text = String.join("", pieces(tokens));

    assertThat(text).endsWith("\uFFFDx").hasSizeBetween(290, 300);
  }

  @Test
  void skipsTokensWithoutText() {
    int end = TestModels.real().endTokens().iterator().next();
    int[] tokens = new int[200];
    Arrays.fill(tokens, end);
    tokens[199] = TOKENIZER.encode("x", false)[0];

    assertThat(String.join("", pieces(tokens))).isEqualTo("x");
  }

  private static List<String> pieces(int[] tokens) {
    Detokenizer detokenizer = new Detokenizer(TOKENIZER, PROMPT, true);
    List<String> pieces = new ArrayList<>();
    for (int token : tokens) {
      pieces.add(detokenizer.next(token));
    }
    return pieces;
  }
}
