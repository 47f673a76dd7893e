package org.inferometer.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does not do, and what it says then. */
@Timeout(60)
class ApiRefusalsTest extends TinyModelServed {
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
  void tellsWhatIsMissingAndWhatWasFound() throws Exception {
    assertThat(server.post(COMPLETIONS, "{}").body()).contains("prompt is missing");
    assertThat(server.post(CHAT, "{}").body()).contains("messages is missing");
    assertThat(server.post(COMPLETIONS, "{'prompt':'x','n':2}").body()).contains("n is 2");
  }
}
