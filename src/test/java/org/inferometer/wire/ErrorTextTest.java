package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

  @Test
  void findsTheSentence() {
    assertThat(of("{\"error\":{\"message\":\"queue\\n full\"}}")).isEqualTo("queue full");
    assertThat(of("{\"detail\":\"no\"}")).isEqualTo("no");
    assertThat(of(" Bad\n Gateway ")).isEqualTo("Bad Gateway");
    assertThat(of("data: {\"error\":\"no\"}\n\n")).isEqualTo("no");
    assertThat(of("data: broken")).isEqualTo("data: broken");
    assertThat(of("")).isNull();
  }

  /** A document of any length would become a tree of many times its size. */
  @Test
  void doesNotParseMoreThanAMegabyte() {
    String longer = "{\"error\":\"no\",\"x\":[" + "0,".repeat(600_000) + "0]}";
    assertThat(of(longer)).isEqualTo(longer.substring(0, 200));
  }

  private static String of(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ErrorText.of(bytes, bytes.length);
  }
}
