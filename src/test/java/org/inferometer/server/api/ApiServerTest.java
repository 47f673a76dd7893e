package org.inferometer.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol over real sockets, with a tiny model that is really computed. */
@Timeout(60)
class ApiServerTest extends TinyModelServed {
  @Test
  void completesAPrompt() throws Exception {
    JsonNode answer =
        server.answer(
            COMPLETIONS,
            "{'model':'tiny','prompt':'Hello','max_tokens':7,'temperature':0,"
                + "'return_token_ids':true}");

    assertThat(answer.get("id").asText()).startsWith("cmpl-");
    assertThat(answer.get("object").asText()).isEqualTo("text_completion");
    assertThat(answer.get("model").asText()).isEqualTo("tiny");
    JsonNode choice = answer.get("choices").get(0);
    assertThat(choice.get("finish_reason").asText()).isEqualTo("length");
    assertThat(choice.get("token_ids")).hasSize(7);
    assertThat(choice.get("text").asText()).isNotEmpty();
    int prompt = choice.get("prompt_token_ids").size();
    assertThat(answer.get("usage"))
        .isEqualTo(
            server.json(
                ("{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":7,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0}}")
                    .formatted(prompt, prompt + 7)));
  }

  @Test
  void streamsOneEventForEachToken() throws Exception {
    String request =
        "{'prompt':'Hello','max_tokens':5,'temperature':0,'return_token_ids':true,'stream':%s%s}";
    JsonNode whole = server.answer(COMPLETIONS, request.formatted("false", ""));
    List<JsonNode> events =
        server.events(
            COMPLETIONS,
            request.formatted(
                "true", ",'stream_options':{'include_usage':true,'continuous_usage_stats':true}"));

    assertThat(events).hasSize(7);
    assertThat(events.get(6)).isEqualTo(TextNode.valueOf("[DONE]"));
    assertThat(events.get(5).get("choices")).isEmpty();
    assertThat(events.get(5).get("usage")).isEqualTo(whole.get("usage"));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      JsonNode choice = events.get(i).get("choices").get(0);
      text.append(choice.get("text").asText());
      assertThat(choice.get("token_ids").get(0))
          .isEqualTo(whole.get("choices").get(0).get("token_ids").get(i));
      assertThat(choice.path("prompt_token_ids").isArray()).isEqualTo(i == 0);
      assertThat(choice.get("finish_reason").asText()).isEqualTo(i == 4 ? "length" : "null");
      assertThat(events.get(i).get("usage").get("completion_tokens").asInt()).isEqualTo(i + 1);
    }
    assertThat(text.toString()).isEqualTo(whole.get("choices").get(0).get("text").asText());
  }

  @Test
  void continuesAConversation() throws Exception {
    String request =
        "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}],"
            + "'max_completion_tokens':4,'temperature':0,'return_token_ids':true,'stream':%s}";
    JsonNode whole = server.answer(CHAT, request.formatted("false"));
    List<JsonNode> events = server.events(CHAT, request.formatted("true"));

    assertThat(whole.get("id").asText()).startsWith("chatcmpl-");
    assertThat(whole.get("object").asText()).isEqualTo("chat.completion");
    JsonNode message = whole.get("choices").get(0).get("message");
    assertThat(message.get("role").asText()).isEqualTo("assistant");
    assertThat(whole.get("usage").get("completion_tokens").asInt()).isEqualTo(4);

    assertThat(events).hasSize(6);
    JsonNode opening = events.get(0);
    assertThat(opening.get("object").asText()).isEqualTo("chat.completion.chunk");
    assertThat(opening.get("choices").get(0).get("delta"))
        .isEqualTo(server.json("{\"role\":\"assistant\",\"content\":\"\"}"));
    assertThat(opening.get("prompt_token_ids")).isEqualTo(whole.get("prompt_token_ids"));
    StringBuilder text = new StringBuilder();
    for (JsonNode event : events.subList(1, 5)) {
      text.append(event.get("choices").get(0).get("delta").get("content").asText());
    }
    assertThat(text.toString()).isEqualTo(message.get("content").asText());
  }

  @Test
  void chatFillsTheContextUnlessToldOtherwise() throws Exception {
    String prompt = "x ".repeat(500);
    JsonNode answer =
        server.answer(
            CHAT, "{'messages':[{'role':'user','content':'" + prompt + "'}],'ignore_eos':true}");

    assertThat(answer.get("usage").get("total_tokens").asInt()).isEqualTo(1024);
    JsonNode completion = server.answer(COMPLETIONS, "{'prompt':'x','ignore_eos':true}");
    assertThat(completion.get("usage").get("completion_tokens").asInt()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'AB'", "['AB']", "[33,34]", "[[33,34]]"})
  void takesPromptsInAllShapes(String prompt) throws Exception {
    JsonNode answer =
        server.answer(
            COMPLETIONS,
            "{'prompt':"
                + prompt
                + ",'max_tokens':1,'return_token_ids':true,"
                + "'add_special_tokens':false}");

    JsonNode ids = answer.get("choices").get(0).get("prompt_token_ids");
    assertThat(server.json("[32,33]").equals(ids) || server.json("[33,34]").equals(ids)).isTrue();
  }

  @Test
  void aSeedRepeatsAnAnswer() throws Exception {
    String request = "{'prompt':'x','max_tokens':12,'seed':%d}";

    String first = text(server.answer(COMPLETIONS, request.formatted(1)));
    assertThat(text(server.answer(COMPLETIONS, request.formatted(1)))).isEqualTo(first);
    assertThat(text(server.answer(COMPLETIONS, request.formatted(2)))).isNotEqualTo(first);
  }

  @Test
  void aSeedOfMinusOneIsNone() throws Exception {
    String request = "{'prompt':'x','max_tokens':12,'seed':-1}";

    String first = text(server.answer(COMPLETIONS, request));
    assertThat(text(server.answer(COMPLETIONS, request))).isNotEqualTo(first);
  }

  @Test
  void stopsAtAStopString() throws Exception {
    String request = "{'prompt':'x','max_tokens':20,'temperature':0%s}";
    String whole = text(server.answer(COMPLETIONS, request.formatted("")));
    String stop = whole.substring(5, 8);
    JsonNode answer =
        server.answer(COMPLETIONS, request.formatted(",'stop':['" + stop + "','never']"));

    assertThat(text(answer)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    assertThat(answer.get("choices").get(0).get("finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.get("choices").get(0).get("stop_reason").asText()).isEqualTo(stop);
  }

  @Test
  void ignoresFieldsThatNobodyKnowsAndHarmlessValues() throws Exception {
    server.answer(
        COMPLETIONS,
        "{'prompt':'x','max_tokens':1,'user':'me','whatever':{'a':1},'n':1,'echo':false,"
            + "'logprobs':null,'best_of':1,'response_format':{'type':'text'},'suffix':null}");
  }

  @Test
  void generatesAtLeastAsManyTokensAsAsked() throws Exception {
    JsonNode answer =
        server.answer(COMPLETIONS, "{'prompt':'a','max_tokens':8,'min_tokens':8,'temperature':0}");

    assertThat(answer.get("usage").get("completion_tokens").asInt()).isEqualTo(8);
  }

  /** The JDK's server keeps a connection for ever whose handler does not fail when it should. */
  @Test
  void forgetsTheConnectionsOfClientsThatAreGone() throws Exception {
    long before = connections();
    String head = "POST " + COMPLETIONS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
    for (int i = 0; i < 40; i++) {
      try (Socket tooLarge = server.open()) {
        tooLarge
            .getOutputStream()
            .write((head + "99999999999\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        tooLarge.getInputStream().readNBytes(12);
      }
      String request = "{'prompt':'x','max_tokens':500,'ignore_eos':true,'stream':true}";
      try (Socket cancelled = server.open(COMPLETIONS, request)) {
        cancelled.getInputStream().readNBytes(300);
      }
    }
    server.awaitMetric("num_requests_running{model_name=\"tiny\"} 0");
    long deadline = System.nanoTime() + 30_000_000_000L;
    long more;
    while ((more = connections() - before) > 10 && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }

    assertThat(more).isLessThanOrEqualTo(10);
  }

  private static long connections() throws Exception {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    return histogram
        .toString()
        .lines()
        .filter(line -> line.contains("sun.net.httpserver.HttpConnection "))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
        .sum();
  }

  @Test
  void answersHeadLikeGetWithoutABody() throws Exception {
    for (var expected : Map.of("/health", 200, "/v1/nothing", 404, COMPLETIONS, 405).entrySet()) {
      HttpResponse<String> response =
          server.send(
              server
                  .request(expected.getKey())
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build());

      assertThat(response.statusCode()).isEqualTo(expected.getValue());
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void tellsAboutItself() throws Exception {
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
    assertThat(server.json(server.get("/version").body()).get("version").asText()).isNotEmpty();
    JsonNode model = server.json(server.get("/v1/models").body()).get("data").get(0);
    assertThat(model.get("id").asText()).isEqualTo("tiny");
    assertThat(model.get("max_model_len").asInt()).isEqualTo(1024);
    assertThat(server.json(server.get("/v1/models/tiny").body())).isEqualTo(model);
    assertThat(server.get("/v1/models/other").statusCode()).isEqualTo(404);
    assertThat(server.get("/metrics").headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void givesTheRequestIdBack() throws Exception {
    HttpResponse<String> response =
        server.send(
            server
                .request(COMPLETIONS)
                .header("X-Request-Id", "r-17")
                .POST(BodyPublishers.ofString("{\"prompt\":\"x\",\"max_tokens\":1}"))
                .build());

    assertThat(response.headers().firstValue("X-Request-Id")).hasValue("r-17");
    assertThat(server.json(response.body()).get("id").asText()).isEqualTo("cmpl-r-17");
  }

  private static String text(JsonNode answer) {
    return answer.get("choices").get(0).get("text").asText();
  }
}
