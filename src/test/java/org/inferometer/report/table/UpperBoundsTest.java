package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpperBoundsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path root;
  private HandMade run;

  /** Two stacks, the first of them built in, that read 10 tokens and begin to answer in 20 ms. */
  @BeforeEach
  void bothAnswer() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(1), "a", "b");
    ObjectNode plan = (ObjectNode) JSON.readTree(run.directory.plan().toFile());
    ObjectNode stack = (ObjectNode) plan.at("/scenario/stacks/0");
    stack.remove("url");
    stack
        .putObject("launch")
        .put("inferometer", true)
        .put("ready", "/health")
        .put("timeout", "10s")
        .put("stop", "10s")
        .putArray("command");
    ((ObjectNode) stack.get("launch")).putObject("environment");
    JSON.writeValue(run.directory.plan().toFile(), plan);
    knows("\"flopPerToken\": 2e8, \"flopPerSecond\": 4e11");
  }

  private void knows(String bounds) throws IOException {
    Files.writeString(run.directory.environment(), "{\"bounds\": {\"m\": {%s}}}".formatted(bounds));
  }

  private List<String> told() {
    return UpperBounds.of(Run.read(root));
  }

  @Test
  void theFirstTokenWaitsForTheArithmeticOfThePrompt() {
    run.write("a", 1, HandMade.ok(1, 100, 120, 140), HandMade.ok(2, 200, 220, 240));
    run.write("b", 1, HandMade.ok(1, 100, 120, 140));

    assertThat(told())
        .containsExactly(
            "m on the built-in server: a P2FT of at least 0.500 ms a prompt token at p = 1 = 200"
                + " MFLOP a token / 400.0 GFLOP/s (this machine, multiplying and adding over and"
                + " over); not a bound of attention; a needed 20.0 ms for 10.0 tokens, 25 %");
  }

  @Test
  void whatWasPassedIsCalledNoBound() throws IOException {
    run.write("a", 1, HandMade.ok(1, 100, 120, 140));
    knows("\"flopPerToken\": 2e8, \"flopPerSecond\": 9.2e10");
    assertThat(told()).singleElement().asString().endsWith("for 10.0 tokens, 109 %");

    knows("\"flopPerToken\": 2e8, \"flopPerSecond\": 2e10");
    assertThat(told())
        .singleElement()
        .asString()
        .endsWith(
            "for 10.0 tokens, 500 %: so it is none, this machine was slower when it was read");
  }

  @Test
  void whatACacheHeldIsNotComputed() throws IOException {
    for (RequestRecord one : List.of(HandMade.ok(1, 100, 120, 140), HandMade.ok(2, 1, 21, 41))) {
      run.damage("a", 1, cached(one));
    }

    assertThat(told())
        .singleElement()
        .asString()
        .endsWith("a needed 20.0 ms for 6.00 tokens, 15 %");
  }

  private static String cached(RequestRecord record) throws IOException {
    return HandMade.line(record, "(\"promptTokens\":10)", "$1,\"cachedTokens\":4");
  }

  @Test
  void theNextTokenWaitsForTheMemoryOfTheGpu() throws IOException {
    run.write("a", 1, HandMade.ok(1, 100, 120, 140));
    run.write("b", 1, HandMade.ok(1, 100, 120, 140));
    String gpu = "{\"name\": \"H200\", \"memoryBytesPerSecond\": 4e12}";
    String known = "{\"host\": {\"gpus\": {\"gpus\": [%s]}}, \"weightsPerToken\": {\"m\": 1e10}}";
    Files.writeString(run.directory.environment(), known.formatted(gpu));
    assertThat(told()).as("none computes on it").isEmpty();

    Files.writeString(
        run.directory.samples(),
        """
        {"at":110000000,"source":"gpu:0","values":{"memoryUsedBytes":5e9,"processes":1}}
        {"at":110000000,"source":"stack:a","values":{"residentBytes":1,"processes@gpu:0":1}}
        """);
    assertThat(told())
        .containsExactly(
            "m on H200: at most 200 tok/s at p = 1 = 4000.0 GB/s (its memory's bus at its highest"
                + " clock) / 20000.0 MB of weights a token in half precision; not a bound of"
                + " computing; a decoded 50.0 tok/s, 25 %");

    Files.writeString(run.directory.environment(), known.formatted(gpu + ", " + gpu));
    assertThat(told()).as("how many of them it has is not known").isEmpty();
  }

  @Test
  void whatIsNotKnownIsNotTold() throws IOException {
    assertThat(told()).singleElement().asString().endsWith("not a bound of attention");

    for (String unknown : List.of("", "\"flopPerToken\": 2e8", "\"flopPerSecond\": 4e11")) {
      knows(unknown);
      assertThat(told()).isEmpty();
    }
    knows("\"flopPerToken\": 2e8, \"flopPerSecond\": \"NaN\"");
    assertThat(told()).isEmpty();
  }
}
