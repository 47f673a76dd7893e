package org.inferometer.load.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvLineTest {
  @Test
  void takesQuotesAndBlanksAwayAndNoMore() {
    assertThat(CsvLine.fields("a, b ,c")).containsExactly("a", "b", "c");
    assertThat(CsvLine.fields("\"a,b\",\"say \"\"so\"\"\","))
        .containsExactly("a,b", "say \"so\"", "");
    assertThat(CsvLine.fields("\"\",x\"y\"z,\"")).containsExactly("", "xyz", "");
    assertThat(CsvLine.fields("")).containsExactly("");
  }
}
