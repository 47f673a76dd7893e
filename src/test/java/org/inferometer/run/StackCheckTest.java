package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.scenario.Plan;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StackCheckTest {
  @TempDir Path folder;

  @Test
  void aStreamThatIsOneEventIsToldBeforeTheRun() throws Exception {
    assertThat(doubts("tokens=32,perEvent=32"))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one).contains("is one event of 32 tokens", "mode sync"));
  }

  @Test
  void aStreamOfManyEventsIsNoneEvenIfAnEventBringsSeveralTokens() throws Exception {
    assertThat(doubts("tokens=32,perEvent=8")).isEmpty();
    assertThat(doubts("tokens=4,perEvent=4")).isEmpty();
  }

  @Test
  void anAnswerThatBeginsWithItsPromptIsToldBeforeTheRun() throws Exception {
    assertThat(echoing(""))
        .filteredOn(one -> one.contains("answers of model any begin with the prompt"))
        .hasSize(2);
    assertThat(echoing("I was asked: ")).noneMatch(one -> one.contains("begin with the prompt"));
  }

  @Test
  void whatIsRefusedIsToldBeforeTheRunThatMeasuresTheRest() throws Exception {
    assertThat(echoing("I was asked: ", "sync, stream"))
        .filteredOn(one -> one.contains("cannot be measured"))
        .hasSize(2)
        .allSatisfy(
            one ->
                assertThat(one)
                    .contains("cannot be measured: a request of task hello (stream, model any)")
                    .contains("no streams here"));
    assertThatThrownBy(() -> echoing("", "stream"))
        .isInstanceOf(RunRefused.class)
        .hasMessageStartingWith("2 stacks cannot be measured")
        .hasMessageContaining("no streams here");
  }

  private List<String> echoing(String before) throws Exception {
    return echoing(before, "sync");
  }

  /**
   * What is told of a server that answers {@code before}, the prompt and a word, and streams
   * nothing.
   */
  private List<String> echoing(String before, String modes) throws Exception {
    JsonMapper json = new JsonMapper();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/completions",
        exchange -> {
          JsonNode asked = json.readTree(exchange.getRequestBody().readAllBytes());
          boolean stream = asked.path("stream").asBoolean();
          ObjectNode answer = json.createObjectNode();
          if (stream) {
            answer.put("error", "no streams here");
          } else {
            ObjectNode choice = answer.putArray("choices").addObject();
            choice.put("text", before + asked.get("prompt").textValue() + " yes");
            choice.put("finish_reason", "stop");
          }
          byte[] body = json.writeValueAsBytes(answer);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(stream ? 400 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      Path file = TwoStacks.scenario(folder, url, "repeats: 2");
      String text = Files.readString(file).replaceAll("(?m)^modes: .*\n", "");
      Plan plan =
          new Choices(null, List.of(), false)
              .plan(Files.writeString(file, text + "\nmodes: [" + modes + "]\n"), Map.of());
      return StackCheck.require(plan, plan.trials());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void everyModelOfAMixIsAskedForBeforeTheRun() throws Exception {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "")) {
      Path file = TwoStacks.scenario(folder, server.uri(), "repeats: 2");
      String text =
          Files.readString(file)
              .replace("any: {}", "any: {}, other: {}")
              .replace("any: exact", "any: exact, other: \"fault=status,status=404\"")
              .replace("parallelism: [1, 2]", TwoStacks.MODELS_MIXED);
      Plan plan = new Choices(null, List.of(), false).plan(Files.writeString(file, text), Map.of());

      assertThatThrownBy(() -> StackCheck.require(plan, plan.trials()))
          .isInstanceOf(RunRefused.class)
          .hasMessageContaining(
              "stack a: cannot be measured: a request of task hello (stream, model other) to")
          .hasMessageContaining("stack b: cannot be measured: a request of task hello")
          .hasMessageNotContaining("model any");
    }
  }

  @Test
  void namesTheStacksThatAreLeftWithoutThoseThatCannotBeMeasured() throws Exception {
    Plan plan =
        TwoStacks.plan(
            folder,
            "repeats: 2",
            "  a: { url: \"http://127.0.0.1:1\"",
            "  a: { launch: { command: [sh] }");

    assertThatThrownBy(() -> StackCheck.require(plan, plan.trials()))
        .isInstanceOf(RunRefused.class)
        .hasMessageStartingWith("stack b: no answer from http://127.0.0.1:1")
        .hasMessageEndingWith("\nwithout, the others can be measured: --stacks a");
  }

  @Test
  void aModelThatTheBuiltInServerDoesNotKnowIsToldBeforeTheRun() throws Exception {
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"phi3\"}");
    Plan plan =
        TwoStacks.plan(
            folder,
            "repeats: 2",
            "  a: { url: \"http://127.0.0.1:1\"",
            "  a: { launch: { inferometer: [] }",
            "any: {}",
            "any: { directory: . }");

    assertThatThrownBy(() -> StackCheck.require(plan, plan.trials()))
        .isInstanceOf(RunRefused.class)
        .hasMessageStartingWith("stack a: it cannot serve model any: ")
        .hasMessageContaining("phi3")
        .hasMessageEndingWith("\nwithout, the others can be measured: --stacks b");
  }

  @Test
  void whereNoneCanBeMeasuredThereAreNoOthers() throws Exception {
    Plan plan = TwoStacks.plan(folder, "repeats: 2");

    assertThatThrownBy(() -> StackCheck.require(plan, plan.trials()))
        .hasMessageStartingWith("2 stacks cannot be measured\n  stack a: no answer")
        .hasMessageNotContaining("--stacks");
  }

  private List<String> doubts(String knobs) throws Exception {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, knobs)) {
      Path file = TwoStacks.scenario(folder, server.uri(), "repeats: 2");
      Plan plan =
          new Choices(null, List.of(), false)
              .plan(
                  Files.writeString(
                      file, Files.readString(file).replace("max_tokens: 4", "max_tokens: 64")),
                  Map.of());
      return StackCheck.require(plan, plan.trials());
    }
  }
}
