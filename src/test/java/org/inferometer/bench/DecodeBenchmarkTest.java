package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.standard.Question;
import org.inferometer.wire.Protocols;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

class DecodeBenchmarkTest {
  static Stream<Question.Api> measured() throws NoSuchFieldException {
    Param rows = DecodeBenchmark.class.getField("protocol").getAnnotation(Param.class);
    return Stream.of(rows.value()).map(Question.Api::valueOf);
  }

  @Test
  void measuresEveryProtocolThatStreams() throws NoSuchFieldException {
    assertThat(
            measured().map(one -> Protocols.spoken(DecodeBenchmark.spoken(one)).protocol().name()))
        .containsAll(
            Protocols.names().stream()
                .filter(name -> Protocols.named(name).modes().contains(Mode.STREAM))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("measured")
  void decodesAnAnswerThatIsOk(Question.Api protocol) {
    DecodeBenchmark benchmark = new DecodeBenchmark();
    benchmark.tokens = 8;
    benchmark.protocol = protocol;
    benchmark.build();
    assertThat(benchmark.decode().outcome()).isEqualTo(Outcome.OK);
    assertThat(benchmark.decode().outputTokens()).isEqualTo(8);
  }
}
