package org.inferometer.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.inferometer.server.Scheduler;
import org.inferometer.server.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol over real sockets, with a tiny model that is really computed. */
@Timeout(60)
class ApiServerTest {
  private static final String COMPLETIONS = "/v1/completions";
  private static final String CHAT = "/v1/chat/completions";
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer(TestModels.real(), Scheduler.BATCH, 10, null);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.close();
  }

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'prompt':'x','n':2}                          | n
          {'prompt':'x','logprobs':1}                   | logprobs
          {'prompt':'x','best_of':3}                    | best_of
          {'prompt':'x','echo':true}                    | echo
          {'prompt':'x','suffix':'y'}                   | suffix
          {'prompt':'x','response_format':{'type':'json_object'}} | response_format
          {'prompt':'x','tools':[{'type':'function'}]}  | tools
          {'prompt':'x','max_tokens':8,'min_tokens':9}  | min_tokens
          {'prompt':'x','min_tokens':17}                | min_tokens
          {'prompt':'x','min_tokens':-1}                | min_tokens
          {'prompt':'x','max_tokens':0}                 | max_tokens
          {'prompt':'x','max_tokens':'5'}               | max_tokens
          {'prompt':'x','max_tokens':1.5}               | max_tokens
          {'prompt':'x','max_tokens':2000}              | max_tokens
          {'prompt':'x','temperature':-1}               | temperature
          {'prompt':'x','temperature':'hot'}            | temperature
          {'prompt':'x','top_p':0}                      | top_p
          {'prompt':'x','top_k':1.5}                    | top_k
          {'prompt':'x','seed':'a'}                     | seed
          {'prompt':'x','stop':[1]}                     | stop
          {'prompt':'x','stop':''}                      | stop
          {'prompt':'x','stream':'yes'}                 | stream
          {'prompt':'x','stream_options':{'include_usage':true}} | stream_options
          {'prompt':'x','stream':true,'stream_options':3} | stream_options
          {'prompt':'x','stream':true,'stream_options':{'include_usage':1}} | stream_options.include_usage
          {'prompt':'x','stop_token_ids':[-1]}          | stop_token_ids
          {'prompt':'x','model':7}                      | model
          {'prompt':7}                                  | prompt
          {'prompt':''}                                 | prompt
          {'prompt':[]}                                 | prompt
          {'prompt':[512]}                              | prompt
          {'prompt':['a','b']}                          | prompt
          {}                                            | prompt
          """)
  void refusesWhatItCannotDoAndNamesTheField(String request, String field) throws Exception {
    HttpResponse<String> response = server.post(COMPLETIONS, request);

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = server.json(response.body()).get("error");
    assertThat(error.get("param").asText()).isEqualTo(field);
    assertThat(error.get("message").asText()).contains(field);
    assertThat(error.get("type").asText()).isEqualTo("BadRequestError");
    assertThat(error.get("code").asInt()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'messages':[]}",
        "{'messages':'hi'}",
        "{'messages':[{'content':'no role'}]}",
        "{'messages':[{'role':'user','content':[{'type':'image_url'}]}]}",
        "{'messages':[{'role':'user','content':5}]}",
        "{'messages':[{'role':'user','content':null}]}",
        "{'messages':[{'role':'user'}]}",
        "{'messages':[{'role':'assistant','content':null}]}",
        "{'messages':[{'role':'assistant','content':null,'tool_calls':[]}]}",
        "{'messages':[{'role':'wizard','content':'x'}]}",
        "{'messages':[{'role':'','content':'x'}]}",
        "{'messages':['hi']}",
        "{'messages':[{'role':'assistant','tool_calls':[{'function':{'arguments':'{'}}]}]}"
      })
  void refusesConversationsThatAreNone(String request) throws Exception {
    HttpResponse<String> response = server.post(CHAT, request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response.body()).get("error").get("param").asText())
        .isEqualTo("messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "nonsense", "{'prompt':'x'} trailing {"})
  void refusesBodiesThatAreNoJsonObject(String body) throws Exception {
    HttpResponse<String> response = server.post(COMPLETIONS, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response.body()).get("error").get("message").asText())
        .contains("the body");
  }

  @Test
  void doesNotKnowOtherModels() throws Exception {
    HttpResponse<String> response = server.post(COMPLETIONS, "{'model':'gpt-9','prompt':'x'}");

    assertThat(response.statusCode()).isEqualTo(404);
    JsonNode error = server.json(response.body()).get("error");
    assertThat(error.get("type").asText()).isEqualTo("NotFoundError");
    assertThat(error.get("param").asText()).isEqualTo("model");
    assertThat(error.get("message").asText()).contains("gpt-9");
  }

  @Test
  void refusesPromptsLongerThanTheContext() throws Exception {
    HttpResponse<String> response =
        server.post(COMPLETIONS, "{'prompt':'" + "x ".repeat(2000) + "'}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response.body()).get("error").get("message").asText())
        .contains("maximum context length is 1024");
  }

  @Test
  void refusesFarTooLongTextsWithoutCuttingThemIntoTokens() throws Exception {
    String text = "a ".repeat(4_000_000);
    String chat = "{'messages':[{'role':'user','content':'" + text + "'}]}";

    for (var request : Map.of(COMPLETIONS, "{'prompt':'" + text + "'}", CHAT, chat).entrySet()) {
      HttpResponse<String> response = server.post(request.getKey(), request.getValue());
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("maximum context length is 1024").contains("at least");
    }
  }

  @Test
  void generatesAtLeastAsManyTokensAsAsked() throws Exception {
    JsonNode answer =
        server.answer(COMPLETIONS, "{'prompt':'a','max_tokens':8,'min_tokens':8,'temperature':0}");

    assertThat(answer.get("usage").get("completion_tokens").asInt()).isEqualTo(8);
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws Exception {
    HttpResponse<String> response =
        server.post(COMPLETIONS, "{'prompt':'" + "x".repeat(9 << 20) + "'}");

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(server.json(response.body()).get("error").get("type").asText())
        .isEqualTo("RequestTooLargeError");
  }

  @Test
  void refusesABodyTooLargeBeforeItComes() throws Exception {
    String head = "Host: localhost\r\nContent-Length: 99999999999\r\n\r\n{";

    assertThat(statusLine("POST " + COMPLETIONS, head)).contains(" 413 ");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: localhost, 200",
    "Host: 127.0.0.1:8000, 200",
    "Host: [::1]:8000, 200",
    "Host: llm_server:8000, 200",
    "Host: evil.example, 403",
    "Host: evil.example:8000, 403",
    "Host: localhost.evil.example, 403",
    "Origin: http://localhost:3000, 200",
    "Origin: http://127.0.0.1, 200",
    "Origin: https://evil.example, 403",
    "Origin: null, 403",
    "Content-Type: application/json; charset=utf-8, 200",
    "Content-Type: application/x-www-form-urlencoded, 200",
    "Content-Type: text/plain;charset=UTF-8, 415",
    "Content-Type: multipart/form-data, 415"
  })
  void answersNoPagesOfOthers(String header, int status) throws Exception {
    String body = "{\"prompt\":\"x\",\"max_tokens\":1}";
    String host = header.startsWith("Host") ? "" : "Host: localhost\r\n";
    String rest = host + header + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;

    assertThat(statusLine("POST " + COMPLETIONS, rest)).contains(" " + status + " ");
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

  private static String statusLine(String request, String rest) throws IOException {
    try (Socket socket = server.open()) {
      socket.setSoTimeout(10_000);
      String text = request + " HTTP/1.1\r\n" + rest;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    }
  }

  @Test
  void knowsWhichPathTakesWhichMethod() throws Exception {
    HttpResponse<String> wrongMethod = server.get(COMPLETIONS);
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("POST");
    assertThat(server.post("/health", "{}").statusCode()).isEqualTo(405);
    HttpResponse<String> nothing = server.get("/v1/nothing");
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(server.json(nothing.body()).get("error").get("code").asInt()).isEqualTo(404);
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
  void tellsWhatIsMissingAndWhatWasFound() throws Exception {
    assertThat(server.post(COMPLETIONS, "{}").body()).contains("prompt is missing");
    assertThat(server.post(CHAT, "{}").body()).contains("messages is missing");
    assertThat(server.post(COMPLETIONS, "{'prompt':'x','n':2}").body()).contains("n is 2");
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
