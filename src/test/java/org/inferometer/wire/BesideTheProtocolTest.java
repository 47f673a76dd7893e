package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers and the proxies before them say that no protocol says, in each of them. */
@Timeout(60)
final class BesideTheProtocolTest {
  /**
   * How a protocol says things.
   *
   * @param begin what comes before the first token
   * @param token an event with the text TEXT
   * @param end what ends the stream, for the reason FINISH
   */
  private record Said(String protocol, String begin, String token, String end) {
    String stream(String... texts) {
      StringBuilder all = new StringBuilder(begin);
      for (String text : texts) {
        all.append(token(text));
      }
      return all + ended("stop");
    }

    String token(String text) {
      return token.replace("TEXT", text);
    }

    String ended(String finish) {
      return end.replace("FINISH", finish);
    }

    boolean lines() {
      return protocol.equals("ollama");
    }

    String event(String document) {
      return lines() ? document + "\n" : "data: " + document + "\n\n";
    }

    @Override
    public String toString() {
      return protocol;
    }
  }

  private static final List<Said> ALL =
      List.of(
          new Said(
              "openai-chat",
              "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n",
              "data: {\"choices\":[{\"delta\":{\"content\":\"TEXT\"}}]}\n\n",
              "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"FINISH\"}]}\n\n"
                  + "data: [DONE]\n\n"),
          new Said(
              "responses",
              "data: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}\n\n",
              "data: {\"type\":\"response.output_text.delta\",\"delta\":\"TEXT\"}\n\n",
              "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"FINISH\"}}\n\n"),
          new Said(
              "anthropic",
              "data: {\"type\":\"message_start\",\"message\":{\"role\":\"assistant\"}}\n\n",
              "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"TEXT\"}}\n\n",
              "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"FINISH\"}}\n\n"
                  + "data: {\"type\":\"message_stop\"}\n\n"),
          new Said(
              "gemini",
              "",
              "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"TEXT\"}]}}]}\n\n",
              "data: {\"candidates\":[{\"finishReason\":\"FINISH\"}]}\n\n"),
          new Said(
              "tgi",
              "",
              "data: {\"token\":{\"text\":\"TEXT\"},\"generated_text\":null}\n\n",
              "data: {\"generated_text\":\"x\",\"details\":{\"finish_reason\":\"FINISH\"}}\n\n"),
          new Said(
              "ollama",
              "",
              "{\"message\":{\"role\":\"assistant\",\"content\":\"TEXT\"},\"done\":false}\n",
              "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"FINISH\"}\n"),
          new Said(
              "llama-cpp/llama-cpp",
              "",
              "data: {\"content\":\"TEXT\",\"stop\":false}\n\n",
              "data: {\"content\":\"\",\"stop\":true,\"stop_type\":\"FINISH\"}\n\n"),
          new Said(
              "sglang",
              "",
              "data: {\"text\":\"TEXT\",\"meta_info\":{\"finish_reason\":null}}\n\n",
              "data: {\"text\":\"\",\"meta_info\":{\"finish_reason\":{\"type\":\"FINISH\"}}}\n\n"
                  + "data: [DONE]\n\n"),
          new Said(
              "triton",
              "",
              "data: {\"text_output\":\"TEXT\",\"finish_reason\":\"None\"}\n\n",
              "data: {\"text_output\":\"\",\"finish_reason\":\"FINISH\"}\n\n"));

  static Stream<Said> protocols() {
    return ALL.stream();
  }

  @Test
  void everyProtocolThatStreamsIsAmongThem() {
    List<String> tried = ALL.stream().map(said -> said.protocol().split("/")[0]).toList();

    // OpenAI's completions have their reader in common with its chats; triton-infer never streams.
    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            Protocols.names().stream()
                .filter(name -> !name.equals("openai") && !name.equals("triton-infer"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatTellsOfAnErrorIsOneHoweverItIsSpelled(Said said) throws Exception {
    for (String error :
        List.of(
            "{\"error\":{\"message\":\"boom\",\"code\":500}}",
            "{\"error\":\"boom\"}",
            "{\"error\":true,\"message\":\"boom\"}",
            "{\"object\":\"error\",\"message\":\"boom\",\"code\":400}",
            "{\"detail\":\"boom\"}",
            "{\"message\":\"boom\",\"code\":500}",
            "{\"type\":\"error\",\"message\":\"boom\"}",
            "{\"errors\":[{\"message\":\"boom\"}]}",
            "{\"success\":false,\"message\":\"boom\"}",
            "{\"code\":500,\"msg\":\"boom\"}",
            "{\"status_code\": 503, \"detail\": \"boom\"}")) {
      RequestRecord between =
          ask(said, Mode.STREAM, said.begin + said.token("a") + said.event(error) + said.end);
      assertThat(between.outcome()).as(error).isEqualTo(Outcome.STREAM_ERROR);
      assertThat(between.reason()).isEqualTo("boom");
      assertThat(ask(said, Mode.SYNC, error).outcome())
          .as("whole " + error)
          .isEqualTo(Outcome.STREAM_ERROR);
    }
    assertThat(ask(said, Mode.SYNC, "{\"message\":\"boom\"}").reason()).isEqualTo("boom");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatOnlySaysThatTheServerLivesIsNothing(Said said) throws Exception {
    List<String> signs =
        said.lines()
            ? List.of(
                "\n", "\r\n", "{}\n", "null\n", "{\"status\":\"queued\",\"message\":\"wait\"}\n")
            : List.of(
                ": ping\n\n",
                ":\n\n",
                "event: ping\ndata: {\"type\":\"ping\"}\n\n",
                "event: ping\ndata: ping\n\n",
                "event: ping\n\n",
                "event: keep-alive\ndata:\n\n",
                "event: heartbeat\ndata: 1\n\n",
                "id: 7\nretry: 10\n\n",
                "data: {}\n\n",
                "data: null\n\n",
                "data: {\"status\":\"queued\",\"message\":\"wait\"}\n\n");
    String token = said.token("a");
    for (String sign : signs) {
      String body = sign + said.begin + sign + token + sign + said.ended("stop");
      RequestRecord record = ask(said, Mode.STREAM, body);
      assertThat(record.outcome()).as("%s: %s", sign, record.reason()).isEqualTo(Outcome.OK);
      assertThat(record.outputTokens()).as(sign).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void howAnAnswerEndedIsJudgedInAnySpelling(Said said) throws Exception {
    Map<String, Outcome> finishes = new LinkedHashMap<>();
    for (String gaveUp :
        List.of(
            "FINISH_REASON_ERROR",
            "cancel",
            "timeout",
            "server_error",
            "unexpected_eof",
            "OutOfMemory",
            "OOM",
            "worker_died",
            "INTERNAL",
            "rate_limited",
            "resource_exhausted",
            "deadline-exceeded")) {
      finishes.put(gaveUp, Outcome.STREAM_ERROR);
    }
    for (String cut : List.of("content-filter", "CONTENT_FILTER", "SAFETY", "sensitive")) {
      finishes.put(cut, Outcome.TRUNCATED);
    }
    for (String ended : List.of("Stop", "MAX_TOKENS", "max_output_tokens", "eos", "room", "7")) {
      finishes.put(ended, Outcome.OK);
    }
    for (Map.Entry<String, Outcome> one : finishes.entrySet()) {
      String body = said.begin + said.token("a") + said.ended(one.getKey());
      assertThat(ask(said, Mode.STREAM, body).outcome()).as(one.getKey()).isEqualTo(one.getValue());
    }
    String number = said.end.replace("\"FINISH\"", "2");
    assertThat(ask(said, Mode.STREAM, said.begin + said.token("a") + number).outcome())
        .isEqualTo(Outcome.OK);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aMarkAndCutCharactersAreNoPartOfTheText(Said said) throws Exception {
    assertThat(ask(said, Mode.STREAM, "\uFEFF" + said.stream("a")).outcome()).isEqualTo(Outcome.OK);
    boolean soFar = said.protocol.equals("sglang");
    String[] halves =
        soFar
            ? new String[] {"\\ud83d", "\\ud83d\\ude00", "\\ud83d\\ude00\u00fc"}
            : new String[] {"\\ud83d", "\\ude00", "\u00fc"};
    try (ScriptedServer server =
            ScriptedServer.answering(false, head(said, Mode.STREAM) + said.stream(halves));
        Client client = client(said, server)) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r");
      exchange.awaitEnd();
      assertThat(exchange.record().outcome()).isEqualTo(Outcome.OK);
      assertThat(exchange.text().text()).isEqualTo("\ud83d\ude00\u00fc");
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anotherEncodingIsTold(Said said) throws Exception {
    String body = said.stream("caf\u00e9");
    RequestRecord record = ask(said, Mode.STREAM, body, StandardCharsets.ISO_8859_1);
    assertThat(record.outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(record.reason()).startsWith("an event that is not in UTF-8: ");
  }

  private static RequestRecord ask(Said said, Mode mode, String body) throws Exception {
    return ask(said, mode, body, StandardCharsets.UTF_8);
  }

  private static RequestRecord ask(Said said, Mode mode, String body, Charset charset)
      throws Exception {
    byte[] answer = (head(said, mode) + body).getBytes(charset);
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, asked) -> {
                  socket.getOutputStream().write(answer);
                  return false;
                });
        Client client = client(said, server)) {
      return Wire.ask(client, mode, "r");
    }
  }

  private static Client client(Said said, ScriptedServer server) {
    Dialect dialect = Protocols.spoken(said.protocol);
    Api api = dialect.protocol().chats() ? Api.CHAT : Api.COMPLETIONS;
    return Client.open(
        new Endpoint(server.url(), api, dialect, "m", null), Wire.settings().keepingTexts());
  }

  private static String head(Said said, Mode mode) {
    String type =
        mode == Mode.SYNC
            ? "application/json"
            : said.lines() ? "application/x-ndjson" : "text/event-stream";
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + type + "\r\n\r\n";
  }
}
