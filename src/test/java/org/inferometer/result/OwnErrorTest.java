package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.Map;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.Test;

class OwnErrorTest {
  private static final Stack STACK =
      new Stack("a", "a", "openai", URI.create("http://127.0.0.1:1"), null, Map.of(), null);

  private final Cell cell = ComparisonsTest.trial("a", 4, new double[] {1, 1}).cell();

  @Test
  void isThatOfTheImitationOfThisStackInThisCell() throws Exception {
    OwnError found =
        of(
            """
            {"mirrored":[{"stack":"b","trial":"complete-p4","p2ftMillis":{"mean":1}},
                         {"stack":"a","trial":"complete-p8","p2ftMillis":{"mean":2}},
                         {"stack":"a","trial":"complete-p4","p2ftMillis":{"mean":3}}],
             "points":[{"point":{"streams":4},"p2ftMillis":{"mean":4}}]}
            """);

    assertThat(found.mean(Metric.P2FT)).hasValue(3);
    assertThat(found.mean(Metric.TPOT)).isEmpty();
    assertThat(found.isMirrored()).isTrue();
  }

  @Test
  void elseThatOfAsManyStreamsByTheSameWay() throws Exception {
    OwnError found =
        of(
            """
            {"points":[{"way":"http-client","point":{"streams":4},"p2ftMillis":{"mean":1}},
                       {"point":{"streams":8},"p2ftMillis":{"mean":2}},
                       {"point":{"streams":4},"p2ftMillis":{"mean":3}}]}
            """);

    assertThat(found.mean(Metric.P2FT)).hasValue(3);
    assertThat(found.isMirrored()).isFalse();
  }

  @Test
  void isUnknownWithoutEither() throws Exception {
    OwnError found = of("{\"points\":[{\"point\":{\"streams\":8},\"p2ftMillis\":{\"mean\":2}}]}");

    assertThat(found.mean(Metric.P2FT)).isEmpty();
    assertThat(found.isMirrored()).isFalse();
  }

  private OwnError of(String calibration) throws Exception {
    JsonNode json = new JsonMapper().readTree(calibration);
    return OwnError.of(json, STACK, cell);
  }
}
