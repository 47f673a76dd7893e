package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the servers' own protocols put a question, and which text they read. */
class NativeProtocolsTest {
  private static final Path CASES = Path.of("src", "test", "resources", "cases");
  private static final JsonMapper JSON = new JsonMapper();
  private static final Generation ALL =
      new Generation(0.7, 0.9, 20, 8, 7L, true, List.of("end", "stop"));
  private static final Generation GREEDY = new Generation(0.0, 1.0, null, 8, null, null, null);
  private static final Generation NOTHING = new Generation(null, null, null, 8, null, null, null);

  @Test
  void tgiSaysGreedyWithoutATemperatureAndLeavesOutWhatItRefuses() throws Exception {
    assertThat(body("tgi", Api.COMPLETIONS, ALL, Mode.STREAM))
        .isEqualTo(
            json(
                """
                {"inputs":"Hi","parameters":{"details":true,"do_sample":true,"temperature":0.7,
                 "top_p":0.9,"top_k":20,"max_new_tokens":8,"seed":7,"stop":["end","stop"]}}"""));
    assertThat(body("tgi", Api.COMPLETIONS, GREEDY, Mode.SYNC))
        .isEqualTo(
            json(
                """
                {"inputs":"Hi","parameters":{"details":true,"do_sample":false,"max_new_tokens":8}}"""));
    Generation cut = new Generation(0.0, 0.9, 20, 8, null, null, null);
    assertThat(body("tgi", Api.COMPLETIONS, cut, Mode.SYNC))
        .as("a cut of the candidates makes it sample")
        .isEqualTo(body("tgi", Api.COMPLETIONS, GREEDY, Mode.SYNC));
    assertThat(body("tgi", Api.COMPLETIONS, NOTHING, Mode.SYNC).at("/parameters/do_sample"))
        .isEqualTo(json("true"));
    assertThat(endpoint("tgi", Api.COMPLETIONS).path(Mode.SYNC)).isEqualTo("/generate");
    assertThat(endpoint("tgi", Api.COMPLETIONS).path(Mode.STREAM)).isEqualTo("/generate_stream");
  }

  @Test
  void geminiHasTheModelInItsRouteAndWordsOfItsOwn() throws Exception {
    assertThat(body("gemini", Api.CHAT, ALL, Mode.STREAM))
        .isEqualTo(
            json(
                """
                {"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
                 "generationConfig":{"temperature":0.7,"topP":0.9,"topK":20,"maxOutputTokens":8,
                 "seed":7,"stopSequences":["end","stop"]}}"""));
    Endpoint endpoint = endpoint("gemini", Api.COMPLETIONS);
    assertThat(endpoint.path(Mode.STREAM))
        .isEqualTo("/v1beta/models/m:streamGenerateContent?alt=sse");
    assertThat(endpoint.path(Mode.SYNC)).isEqualTo("/v1beta/models/m:generateContent");
    assertThat(endpoint.dialect().protocol().route(Api.CHAT, Mode.SYNC, "a/b c"))
        .isEqualTo("/v1beta/models/a/b%20c:generateContent");
  }

  @Test
  void ollamaIsToldWhatOthersTakeForGranted() throws Exception {
    assertThat(body("ollama", Api.COMPLETIONS, NOTHING, Mode.SYNC))
        .isEqualTo(
            json(
                """
                {"model":"m","prompt":"Hi","raw":true,"stream":false,"options":{"temperature":1.0,
                 "top_p":1.0,"top_k":0,"min_p":0.0,"repeat_penalty":1.0,"num_predict":8}}"""));
    assertThat(body("ollama", Api.CHAT, ALL, Mode.STREAM))
        .isEqualTo(
            json(
                """
                {"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true,
                 "options":{"temperature":0.7,"top_p":0.9,"top_k":20,"min_p":0.0,
                 "repeat_penalty":1.0,"num_predict":8,"seed":7,"stop":["end","stop"]}}"""));
    assertThat(endpoint("ollama", Api.CHAT).path(Mode.SYNC)).isEqualTo("/api/chat");
    assertThat(endpoint("ollama", Api.COMPLETIONS).path(Mode.SYNC)).isEqualTo("/api/generate");
    assertThat(endpoint("ollama", Api.CHAT).accept(Mode.STREAM)).isEqualTo("application/x-ndjson");
  }

  @Test
  void llamaCppAndSglangTakeEveryArgument() throws Exception {
    assertThat(body("llama-cpp/llama-cpp", Api.COMPLETIONS, ALL, Mode.STREAM))
        .isEqualTo(
            json(
                """
                {"prompt":"Hi","temperature":0.7,"top_p":0.9,"top_k":20,"min_p":0.0,
                 "repeat_penalty":1.0,"n_predict":8,"seed":7,"ignore_eos":true,
                 "stop":["end","stop"],"stream":true}"""));
    assertThat(body("sglang", Api.COMPLETIONS, ALL, Mode.STREAM))
        .isEqualTo(
            json(
                """
                {"text":"Hi","sampling_params":{"temperature":0.7,"top_p":0.9,"top_k":20,
                 "max_new_tokens":8,"sampling_seed":7,"ignore_eos":true,"stop":["end","stop"]},
                 "stream":true}"""));
  }

  @Test
  void whatCannotBeSaidIsKnown() {
    for (String protocol : List.of("tgi", "ollama", "gemini")) {
      assertThat(Generation.NAMES.stream().filter(n -> !Protocols.spoken(protocol).takes(n)))
          .containsExactly("ignore_eos");
    }
    assertThat(Generation.NAMES)
        .allMatch(Protocols.spoken("sglang")::takes)
        .allMatch(Protocols.spoken("llama-cpp/llama-cpp")::takes)
        .allMatch(Protocols.spoken("trtllm")::takes);
    assertThat(Generation.NAMES.stream().filter(n -> !Protocols.spoken("triton-openai").takes(n)))
        .containsExactly("top_k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "tgi|tgi| a \"b\" c|",
        "tgi-end-of-text|tgi| a|",
        "gemini|gemini|The answer is 4.|",
        "gemini-thinking|gemini|Four.|Adding.",
        "ollama|ollama| a <b> \u00fc|",
        "ollama-thinking|ollama|Yes|Hm, so",
        "llama-cpp-completion|llama-cpp/llama-cpp| sari cero safi kowi|",
        "llama-cpp-within-a-character|llama-cpp/llama-cpp|\u4e00|",
        "sglang|sglang| a \u20ac b|",
        "sglang-skipped|sglang| a b c d e|",
        "sglang-incremental|sglang| a a b|",
        "triton-generate|triton|tN whiE|",
        "triton-accumulating|triton/tensorrt-llm| The cat sat|",
        "triton-accumulating-counts|triton/tensorrt-llm| The cat sat|",
      })
  void readTheText(String folder, String spoken, String text, String reasoning) throws Exception {
    KeptAnswer answer = KeptAnswer.of(CASES.resolve(folder).resolve("stream.txt"));
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  answer.on(socket);
                  return false;
                });
        Client client =
            Client.open(Wire.endpoint(server.url(), spoken), Wire.settings().keepingTexts())) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r");
      exchange.awaitEnd();
      assertThat(exchange.record().reason()).isNull();
      assertThat(exchange.text())
          .isEqualTo(new AnswerText(text, reasoning == null ? "" : reasoning));
    }
  }

  @Test
  void tokensThatBeginWithTheOneBeforeAreNoRepetition() throws Exception {
    KeptAnswer answer =
        KeptAnswer.of(CASES.resolve("triton-repeating-tokens").resolve("stream.txt"));
    try (ScriptedServer server =
            new ScriptedServer(
                (socket, head, body) -> {
                  answer.on(socket);
                  return false;
                });
        Client client =
            Client.open(Wire.endpoint(server.url(), "triton"), Wire.settings().keepingTexts())) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r");
      exchange.awaitEnd();
      assertThat(exchange.text().text()).isEqualTo("\n\n\n\n\nab");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tgi,tgi",
    "gemini,gemini",
    "ollama,ollama",
    "llama-cpp,llama-cpp/llama-cpp",
    "sglang,sglang",
    "triton-generate,triton",
    "triton-late,triton"
  })
  void areTheSameWhereverGarbageIsCut(String folders, String spoken) throws Exception {
    try (DirectoryStream<Path> cases = Files.newDirectoryStream(CASES, folders + "*")) {
      for (Path folder : cases) {
        String body = Files.readString(folder.resolve("stream.txt")).replaceAll("(?m)^@.*\n", "");
        for (int seed = 0; seed < 300; seed++) {
          survivesGarbage(body, spoken, new SplittableRandom(seed));
        }
      }
    }
  }

  @Test
  void aTextBesideAThoughtIsSeen() throws Exception {
    String both = "{\"text\":\"Hm\",\"thought\":true},{\"text\":\"Yes\"}";
    String event =
        "data: {\"candidates\":[{\"content\":{\"parts\":[%s]},\"finishReason\":\"STOP\"}]}\n\n";
    RequestRecord record = streamed("gemini", "text/event-stream", event.formatted(both));
    assertThat(record.reasoningEvents()).isEqualTo(1);
    assertThat(record.firstVisible()).isEqualTo(record.at()[record.firstContent()]);
  }

  @Test
  void aLastLineWithoutItsEndCounts() throws Exception {
    String line = "{\"response\":\"a\",\"done\":false}\n";
    String last = "{\"response\":\"\",\"done\":true,\"done_reason\":\"length\",\"eval_count\":2}";
    RequestRecord whole = streamed("ollama", "application/x-ndjson", line + line + last);
    assertThat(whole.outcome()).as("%s", whole.reason()).isEqualTo(Outcome.OK);
    assertThat(whole.outputTokens()).isEqualTo(2);
    for (int cut : new int[] {1, 20, last.length() - 1}) {
      String begun = line + line + last.substring(0, cut);
      assertThat(streamed("ollama", "application/x-ndjson", begun).outcome())
          .isEqualTo(Outcome.TRUNCATED);
    }
  }

  @Test
  void aWholeAnswerIsNoStream() throws Exception {
    String answer =
        "{\"response\":\"a b\",\"done\":true,\"done_reason\":\"stop\",\"eval_count\":2}";
    for (String end : List.of("", "\n")) {
      RequestRecord record = streamed("ollama", "application/json; charset=utf-8", answer + end);
      assertThat(record.outcome()).isEqualTo(Outcome.MALFORMED);
      assertThat(record.reason()).startsWith("not a stream of events but application/json");
    }
  }

  @Test
  void sglangMayLeaveOutTheIdOfWhatEndsAnAnswer() throws Exception {
    StringBuilder body = new StringBuilder();
    String[] texts = {" a", " a b", " a b c", " a b c"};
    for (int i = 1; i <= texts.length; i++) {
      body.append("data: {\"text\":\"%s\",\"output_ids\":%s,".formatted(texts[i - 1], ids(i)))
          .append("\"meta_info\":{\"completion_tokens\":" + i + ",\"finish_reason\":")
          .append(i < 4 ? "null}}\n\n" : "{\"type\":\"stop\"}}}\n\n");
    }
    try (ScriptedServer server =
            ScriptedServer.answering(false, head("text/event-stream") + body + "data: [DONE]\n\n");
        Client client =
            Client.open(Wire.endpoint(server.url(), "sglang"), Wire.settings().keepingTexts())) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r");
      exchange.awaitEnd();
      assertThat(exchange.record().outputTokens()).isEqualTo(4);
      assertThat(exchange.text().text()).isEqualTo(" a b c");
    }
  }

  private static String ids(int tokens) {
    return IntStream.rangeClosed(1, Math.min(3, tokens)).boxed().toList().toString();
  }

  private static RequestRecord streamed(String spoken, String type, String body) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(false, head(type) + body);
        Client client = Client.open(Wire.endpoint(server.url(), spoken), Wire.settings())) {
      Exchange exchange = Wire.start(client, Mode.STREAM, "r");
      exchange.awaitEnd();
      return exchange.record();
    }
  }

  private static String head(String type) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + type + "\r\n\r\n";
  }

  private static void survivesGarbage(String body, String spoken, SplittableRandom random) {
    byte[] wire =
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + Wire.chunks(body))
            .getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(6); i > 0; i--) {
      wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
    }
    DecoderCheck.survive(wire, spoken, random.nextInt(1, 100), random.nextInt(1, 100));
  }

  private static Endpoint endpoint(String spoken, Api api) {
    return new Endpoint(URI.create("http://127.0.0.1:1"), api, Protocols.spoken(spoken), "m", null);
  }

  private static JsonNode body(String spoken, Api api, Generation generation, Mode mode)
      throws Exception {
    Outgoing outgoing =
        new RequestEncoder(endpoint(spoken, api))
            .encode(new Prompt("p", "Hi", null), generation, mode, "r");
    byte[] body = new byte[outgoing.bodyLength()];
    outgoing.body().get(body);
    return JSON.readTree(body);
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text);
  }
}
