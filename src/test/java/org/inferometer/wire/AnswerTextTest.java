package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.inferometer.record.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts of answers, which are kept where somebody wants them. */
class AnswerTextTest {
  private static final String STREAM =
      Stream.of(
                  "{\"role\":\"assistant\",\"content\":\"\"}",
                  "{\"reasoning\":\"H\",\"reasoning_details\":[{\"type\":\"t\",\"text\":\"H\"}]}",
                  "{\"reasoning_content\":\"m\"}",
                  "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"m\"}]}]}",
                  "{\"content\":[{\"text\":\".\",\"type\":\"reasoning\"},\"\"]}",
                  "{\"content\":\"Zw\\u00f6\"}",
                  "{\"content\":[{\"type\":\"text\",\"text\":\"lf\"},{\"type\":\"text\",\"text\":\"!\"}]}",
                  "{\"tool_calls\":[{\"function\":{\"arguments\":\"x\"}}]}")
              .map(delta -> "data: {\"choices\":[{\"delta\":" + delta + "}]}\n\n")
              .reduce("", String::concat)
          + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  private static final String WHOLE =
      "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\","
          + "\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]},{\"type\":\"thinking\",\"thinking\":\"m.\"},"
          + "{\"type\":\"text\",\"text\":\"Zwölf!\"}]},"
          + "\"finish_reason\":\"stop\"}]}";

  @ParameterizedTest
  @EnumSource(Mode.class)
  void isKeptIfAskedFor(Mode mode) throws Exception {
    assertThat(text(mode, Wire.settings().keepingTexts()))
        .isEqualTo(new AnswerText("Zwölf!", "Hmm."));
    assertThat(text(mode, Wire.settings())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "responses-incomplete,   responses,              Four.,                    Adding.",
    "responses-unnamed,      responses,              Fo,                       Hm",
    "transformers-responses, responses/transformers, ' cou had peo peo peo-',  ''",
    "vllm-responses,         responses/vllm,         ' cou had peo peo peo-',  ''",
    "anthropic-thinking,     anthropic,              The answer is 4.,         Let me see."
  })
  void isThatOfEachProtocol(String folder, String spoken, String text, String reasoning)
      throws Exception {
    for (Mode mode : Mode.values()) {
      Path file =
          Path.of("src", "test", "resources", "cases", folder)
              .resolve(mode == Mode.STREAM ? "stream.txt" : "sync.json");
      if (Files.exists(file)) {
        KeptAnswer answer = KeptAnswer.of(file);
        try (ScriptedServer server =
                new ScriptedServer(
                    (socket, head, body) -> {
                      answer.on(socket);
                      return false;
                    });
            Client client =
                Client.open(Wire.endpoint(server.url(), spoken), Wire.settings().keepingTexts())) {
          Exchange exchange = Wire.start(client, mode, "r");
          exchange.awaitEnd();
          assertThat(exchange.text()).as("%s", mode).isEqualTo(new AnswerText(text, reasoning));
        }
      }
    }
  }

  private static AnswerText text(Mode mode, ClientSettings settings) throws Exception {
    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ";
    String answer =
        mode == Mode.STREAM
            ? head + "text/event-stream\r\n\r\n" + STREAM
            : head + "application/json\r\n\r\n" + WHOLE;
    try (ScriptedServer server = ScriptedServer.answering(false, answer);
        Client client = Client.open(Wire.endpoint(server.url(), "openai-chat"), settings)) {
      Exchange exchange = Wire.start(client, mode, "r");
      exchange.awaitEnd();
      assertThat(exchange.record().reason()).isNull();
      return exchange.text();
    }
  }
}
