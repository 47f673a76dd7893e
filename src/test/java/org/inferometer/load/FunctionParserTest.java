package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionParserTest {
  private static final double[] TIMES = {0, 2.5, 7};

  /** The values are Python's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          int(t / 0.1 + 1) if t < 60 else None $ 1.0 26.0 71.0
          int(t / 0.1 + 1) if t < 5 else None $ 1.0 26.0 null
          t // 3 $ 0.0 0.0 2.0
          -t // 3 $ 0.0 -1.0 -3.0
          7 % 3 - 7 % -3 $ 3.0 3.0 3.0
          -7 % 3 $ 2.0 2.0 2.0
          -7.5 // 2 $ -4.0 -4.0 -4.0
          1 // 0.1 $ 9.0 9.0 9.0
          -2 ** 2 $ -4.0 -4.0 -4.0
          2 ** -1 $ 0.5 0.5 0.5
          2 ** 3 ** 2 $ 512.0 512.0 512.0
          (-2) ** 2 * 3 $ 12.0 12.0 12.0
          2 * -t ** 2 $ 0.0 -12.5 -98.0
          - - t $ 0.0 2.5 7.0
          not t > 3 $ 1.0 1.0 0.0
          not t > 3 and t < 5 or t == 0 $ 1.0 1.0 0.0
          1 < t < 6 $ 0.0 1.0 0.0
          1 < t > 2 >= t $ 0.0 0.0 0.0
          1 == 1.0 != t $ 1.0 1.0 1.0
          0 and 1 / 0 $ 0.0 0.0 0.0
          t or 7 $ 7.0 2.5 7.0
          (t > 2) * 10 + (t <= 2) * 20 $ 20.0 10.0 10.0
          min(t, 3, 2.5) + max(1, t) $ 1.0 5.0 9.5
          floor(-1.5) + ceil(-1.5) * 10 + int(-1.5) * 100 $ -112.0 -112.0 -112.0
          abs(-t) + sqrt(16) + pow(2, t) $ 5.0 12.15685424949238 139.0
          exp(1) * log(10) + sin(t) * cos(t) $ 6.259075216766395 5.779613079434826 6.75437889461383
          1 if t < 1 else 2 if t < 3 else 3 $ 1.0 2.0 3.0
          (1 if t > 1 else 0) if t > 0 else 5 $ 5.0 1.0 1.0
          1e3 + .5 + 2. + 1.5E-1 $ 1002.65 1002.65 1002.65
          10 - 3 - 2 $ 5.0 5.0 5.0
          100 / 10 / 5 $ 2.0 2.0 2.0
          t - -t $ 0.0 5.0 14.0
          None == None $ 1.0 1.0 1.0
          (None if t > 1 else 4) != 4 $ 0.0 1.0 1.0
          None or 3 $ 3.0 3.0 3.0
          5 if t and t > 2 else 6 $ 6.0 5.0 5.0
          t >= 2.5 $ 0.0 1.0 1.0
          0 * -1 == 0 $ 1.0 1.0 1.0
          0 == 0 * -1 $ 1.0 1.0 1.0
          int(0.5) + int(-0.5) $ 0.0 0.0 0.0
          """)
  void readsWhatPythonReadsInTheSameWay(String text, String values) {
    assertValues(text, values);
    assertValues("lambda t: " + text, values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          t < 5 ? floor(t / 0.1 + 1) : null $ 1.0 26.0 null
          t < 1 ? 1 : t < 3 ? 2 : 3 $ 1.0 2.0 3.0
          t < 3 ? t > 1 ? 1 : 2 : 3 $ 2.0 1.0 3.0
          t > 1 && t < 5 || t == 0 ? 1 : 0 $ 1.0 1.0 0.0
          !(t > 3) ? 1 : 0 $ 1.0 1.0 0.0
          !t * 3 $ 3.0 0.0 0.0
          t>1?1:0 $ 0.0 1.0 1.0
          """)
  void readsTheOtherSpelling(String text, String values) {
    assertValues(text, values);
  }

  private static void assertValues(String text, String values) {
    Function function = FunctionParser.parse(text);
    String[] expected = values.split(" ");
    for (int i = 0; i < TIMES.length; i++) {
      double value = function.at(TIMES[i]);
      if (expected[i].equals("null")) {
        assertThat(value).isNaN();
      } else {
        assertThat(value).isCloseTo(Double.parseDouble(expected[i]), Offset.offset(1e-12));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          int(t / foo) $ column 9 of the function: found "foo"; allowed: a number, t, null, something in parentheses, or one of abs, ceil, cos, exp, floor, int, log, max, min, pow, sin, sqrt
          lambda x: x $ column 8 of the function: found "x"; allowed: t
          lambda t t $ column 10 of the function: found "t"; allowed: :
          t t $ column 3 of the function: found "t"; allowed: an operator or the end
          t + $ column 4 of the function: found the end; allowed: a number
          '' $ column 1 of the function: found the end; allowed: a number
          (t $ column 3 of the function: found the end; allowed: )
          t ? 1 $ column 6 of the function: found the end; allowed: :
          t if t $ column 7 of the function: found the end; allowed: else
          t = 5 $ column 3 of the function: found "="; allowed: an operator or the end
          __import__('os') $ column 1 of the function: found "__import__"; allowed: a number
          t.real $ column 1 of the function: found "t.real"; allowed: a number
          math.floor(t) $ column 1 of the function: found "math.floor"; allowed: a number
          floor t $ column 7 of the function: found "t"; allowed: (
          floor(t, 2) $ column 1 of the function: found floor of 2; allowed: one
          pow(t) $ column 1 of the function: found pow of 1; allowed: two
          pow(t, 1, 2) $ column 1 of the function: found pow of 3; allowed: two
          max(t) $ column 1 of the function: found max of 1; allowed: two or more
          floor() $ column 7 of the function: found ")"; allowed: a number
          5s $ column 2 of the function: found "s"; allowed: an operator or the end
          1e999 $ column 1 of the function: found "1e999"; allowed: a number
          t; t $ column 2 of the function: found ";"; allowed: an operator or the end
          [t] $ column 1 of the function: found "["; allowed: a number
          """)
  void pointsAtWhatItCannotRead(String text, String message) {
    assertThatThrownBy(() -> FunctionParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '$',
      textBlock =
          """
          1 / (t - 2.5) $ column 3 of the function: divides by zero at t = 2.5; allowed: other divisors
          1 // (t - 2.5) $ column 3 of the function: divides by zero at t = 2.5; allowed: other divisors
          t % (t - 2.5) $ column 3 of the function: divides by zero at t = 2.5; allowed: other divisors
          sqrt(-t) $ column 1 of the function: sqrt has no finite value at t = 2.5; allowed: numbers
          t + log(0) $ column 5 of the function: log has no finite value at t = 2.5; allowed: numbers
          (-8) ** 0.3 $ column 6 of the function: ** has no finite value at t = 2.5; allowed: numbers
          10 ** (t * 200) $ column 4 of the function: ** has no finite value at t = 2.5; allowed: numbers
          1 + (null if t > 1 else 1) $ column 3 of the function: + of null at t = 2.5; allowed: numbers
          null < t $ column 6 of the function: < of null at t = 2.5; allowed: numbers
          """)
  void pointsAtWhatHasNoValue(String text, String message) {
    Function function = FunctionParser.parse(text);

    assertThatThrownBy(() -> function.at(2.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void boundsHowLongAndDeepAFunctionIs() {
    String parentheses = "(".repeat(10_000) + "t" + ")".repeat(10_000);
    assertThatThrownBy(() -> FunctionParser.parse(parentheses))
        .hasMessage("is 20001 characters long; allowed: at most 1000");
    for (String nest : new String[] {"(", "-", "!", "not ", "floor(", "2 ** ", "t?t:"}) {
      String deep = nest.repeat(1000 / nest.length() - 1);
      assertThatThrownBy(() -> FunctionParser.parse(deep))
          .hasMessageStartingWith("column ")
          .hasMessageContaining("nested more than 100 deep; allowed: less");
    }
    assertThat(FunctionParser.parse("1" + "+1".repeat(499)).at(0)).isEqualTo(500);
    assertThat(FunctionParser.parse("(".repeat(90) + "t" + ")".repeat(90)).at(3)).isEqualTo(3);
  }

  @Test
  void whatStandsSideBySideIsNotNested() {
    String side = "((1)) + ".repeat(60) + "1";
    String longest = "1" + " ".repeat(999);

    assertThat(FunctionParser.parse(side).at(0)).isEqualTo(61);
    assertThat(FunctionParser.parse(longest).at(0)).isEqualTo(1);
  }
}
