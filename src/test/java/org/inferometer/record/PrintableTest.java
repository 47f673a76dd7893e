package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a colour                  | a~[31;1mred~[0m b           | ared b",
        "a cleared screen          | a~[2J~[Hb                   | ab",
        "a title                   | a~]0;owned^b                | ab",
        "a link                    | a~]8;;http://x~\\\\b~]8;;~\\\\c | abc",
        "a sequence that is cut    | ab~[31                      | ab",
        "a single escape           | a~cb~                       | ab",
        "a control code of 8 bits  | a\u009b31mb                 | ab",
        "a bell                    | a^b                         | ab",
        "writing turned round      | a\u202eb                    | ab",
        "half of a character       | a\ud83db                    | ab",
        "a whole one               | a\ud83d\ude00b ü \u4e2d     | a\ud83d\ude00b ü \u4e2d"
      })
  void doesNotCommandATerminal(String what, String said, String printed) {
    String text = said.replace('~', '\u001b').replace('^', '\u0007').replace("\\\\", "\\");
    assertThat(Printable.line(text)).isEqualTo(printed);
  }

  @Test
  void isOneLineOrKeepsItsLines() {
    assertThat(Printable.line(" a\r\n\tb\u2028c ")).isEqualTo("a b c");
    assertThat(Printable.lines("a\n\tb\u001b[1m!")).isEqualTo("a\n\tb!");
    assertThat(Printable.line(null)).isNull();
  }
}
