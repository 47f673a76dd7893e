package org.inferometer.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.inferometer.load.Think;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThinksTest {
  @Test
  void timesAreConstantUniformOrExponential() {
    assertThat(Thinks.parse("2s")).isEqualTo(new Think.Constant(Duration.ofSeconds(2)));
    assertThat(Thinks.parse("uniform(500ms,3s)"))
        .isEqualTo(new Think.Uniform(Duration.ofMillis(500), Duration.ofSeconds(3)));
    assertThat(Thinks.parse(" exponential( 2s ) "))
        .isEqualTo(new Think.Exponential(Duration.ofSeconds(2)));
    assertThat(Thinks.parse("0s")).isEqualTo(Think.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0s", "90s", "1m", "uniform(500ms, 3s)", "uniform(2s, 2s)", "exponential(1h)"})
  void whatATimeIsCalledIsReadAsTheSame(String text) {
    Think think = Thinks.parse(text);

    assertThat(Thinks.parse(think.toString())).isEqualTo(think);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2",
        "-1s",
        "1.5s",
        "NaN",
        "2days",
        "uniform",
        "uniform()",
        "uniform(1s)",
        "uniform(3s, 1s)",
        "uniform(-1s, 1s)",
        "uniform(1s, 2s, 3s)",
        "uniform(1s, 2s",
        "exponential(0s)",
        "exponential(1s, 2s)",
        "exponential(-2s)",
        "normal(1s, 2s)",
        "99999999999999999999s",
        "721h",
        "uniform(1s, 99999999h)",
        "exponential(99999999h)"
      })
  void whatIsNoTimeIsToldWithWhatIsAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thinks.parse(text))
        .withMessageStartingWith(
            "found \"" + text + "\"; allowed: a time like 2s, uniform(1s, 3s)");
  }
}
