package org.inferometer.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureKindTest {
  @Test
  void tellsWhatTheServerSaid() {
    assertThat(new FailureKind(Outcome.HTTP_ERROR, 404, "there is no model\n x").words())
        .startsWith("http error (status 404): there is no model")
        .doesNotContain("\n");
    assertThat(new FailureKind(Outcome.TIMEOUT, null, null).words()).isEqualTo("timeout");
  }

  @Test
  void failuresThatDifferInNumbersOnlyAreAlike() {
    FailureKind one = new FailureKind(Outcome.HTTP_ERROR, 400, "4,097 tokens, 4096.5 allowed");
    FailureKind other = new FailureKind(Outcome.HTTP_ERROR, 400, "5000 tokens, 17 allowed");

    assertThat(one.withoutNumbers()).isEqualTo(other.withoutNumbers());
    assertThat(one.withoutNumbers().reason()).isEqualTo("# tokens, # allowed");
    assertThat(one.withoutNumbers().status()).isEqualTo(400);
    assertThat(new FailureKind(Outcome.TIMEOUT, null, null).withoutNumbers().reason()).isNull();
  }
}
