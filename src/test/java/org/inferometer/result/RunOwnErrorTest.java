package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The instrument's own error, and the trials that it makes suspect. */
class RunOwnErrorTest extends OneStack {
  @Test
  void anErrorOfTheInstrumentAboveFivePercentMakesATrialSuspect() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130, 140));
    Files.writeString(
        root.resolve("calibration.json"),
        """
        {"points":[
          {"point":{"streams":2},"p2ftMillis":{"mean":1.2},"totalMillis":{"mean":1.2}},
          {"point":{"streams":4},"p2ftMillis":{"mean":9},"totalMillis":{"mean":9}}]}
        """);

    List<Reason> reasons = run.read("a").validity().reasons();

    assertThat(reasons)
        .anyMatch(
            reason ->
                reason
                    .sentence()
                    .equals("the instrument's own error is 6.0 % of the P2FT, limit 5 %"))
        .noneMatch(reason -> reason.sentence().contains("of the Total latency"));
  }

  @Test
  void theErrorOfAnotherWayToAServerJudgesNobody() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130, 140));
    String point = "{\"point\":{\"streams\":2},\"way\":\"%s\",\"totalMillis\":{\"mean\":9}}";

    Files.writeString(
        root.resolve("calibration.json"),
        "{\"points\":[" + point.formatted("sockets over TLS") + "]}");
    assertThat(ownErrors()).isEmpty();
    Files.writeString(
        root.resolve("calibration.json"), "{\"points\":[" + point.formatted("sockets") + "]}");
    assertThat(ownErrors()).hasSize(1);
  }

  @Test
  void whereTheStackWasImitatedThatErrorJudgesTheTrial() throws IOException {
    run.write("a", 2, HandMade.ok(1, 100, 120, 130, 140));
    String calibration =
        """
        {"points":[{"point":{"streams":2},"p2ftMillis":{"mean":9},"totalMillis":{"mean":9}}],
         "mirrored":[
           {"stack":"%s","trial":"complete-m-chat-stream-p2","p2ftMillis":{"mean":0.1},
            "totalMillis":{"mean":%s}}]}
        """;

    Files.writeString(root.resolve("calibration.json"), calibration.formatted("a", 0.1));
    assertThat(ownErrors()).isEmpty();
    Files.writeString(root.resolve("calibration.json"), calibration.formatted("a", 4));
    assertThat(ownErrors())
        .containsExactly("the instrument's own error is 10.0 % of the Total latency, limit 5 %");
    Files.writeString(root.resolve("calibration.json"), calibration.formatted("b", 0.1));
    assertThat(ownErrors()).hasSize(2);
  }

  private List<String> ownErrors() {
    return run.read("a").validity().reasons().stream()
        .filter(one -> one.code() == Reason.Code.OWN_ERROR)
        .map(Reason::sentence)
        .toList();
  }
}
