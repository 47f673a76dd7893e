package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {
  @Test
  void findsAStopStringAcrossTokens() {
    StopStrings stops = new StopStrings(List.of("END", "\n\n"));

    assertThat(stops.accept("one E")).isEqualTo("one ");
    assertThat(stops.accept("N")).isEmpty();
    assertThat(stops.accept("D of it")).isEmpty();
    assertThat(stops.matched()).isEqualTo("END");
  }

  @Test
  void showsWhatTurnedOutToBeNoStopString() {
    StopStrings stops = new StopStrings(List.of("aab"));

    assertThat(stops.accept("xaa")).isEqualTo("x");
    assertThat(stops.accept("a")).isEqualTo("a");
    assertThat(stops.accept("c")).isEqualTo("aac");
    assertThat(stops.matched()).isNull();
    assertThat(stops.accept("a")).isEmpty();
    assertThat(stops.flush()).isEqualTo("a");
  }

  @Test
  void takesTheOneThatEndsFirst() {
    StopStrings stops = new StopStrings(List.of("abcd", "bc"));

    assertThat(stops.accept("xabcd")).isEqualTo("xa");
    assertThat(stops.matched()).isEqualTo("bc");
  }

  @Test
  void holdsNothingBackWithoutStopStrings() {
    assertThat(new StopStrings(List.of()).accept("text")).isEqualTo("text");
  }
}
