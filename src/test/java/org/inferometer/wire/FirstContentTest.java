package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of several reads, each with one event, brought the first token and which the last. */
final class FirstContentTest {
  private static final String EMPTY = "{\"choices\":[{\"delta\":{\"content\":\"\"}}]}";
  private static final String FINISH =
      "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":%s}";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "text                | openai | {'delta':{'content':'a'}}",
        "reasoning           | openai | {'delta':{'reasoning':'a'}}",
        "reasoning content   | openai | {'delta':{'reasoning_content':'a'}}",
        "a refusal           | openai | {'delta':{'refusal':'a'}}",
        "a tool call         | openai | {'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{'}}]}}",
        "a function call     | openai | {'delta':{'function_call':{'arguments':'{'}}}",
        "token ids           | openai | {'delta':{'content':''},'token_ids':[5]}",
        "a usage that grew   | vllm   | {'delta':{'content':''}}],'usage':{'completion_tokens':1},'x':[{}",
        "a whole text        | openai | {'text':'a'}"
      })
  void isTheReadThatBrought(String what, String dialect, String choice) {
    String content = "{\"choices\":[" + choice.replace('\'', '"') + "]}";
    RequestRecord record =
        replay(
            dialect,
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
            EMPTY,
            content,
            EMPTY,
            content.replace("completion_tokens\":1", "completion_tokens\":2"),
            EMPTY,
            FINISH.formatted("null"),
            "{\"choices\":[],\"usage\":{\"completion_tokens\":2}}",
            "[DONE]");
    assertThat(record.at()[record.firstContent()]).isEqualTo(5);
    assertThat(record.at()[record.lastContent()]).isEqualTo(7);
    assertThat(record.closed()).isEqualTo(11);
    assertThat(record.outputTokens()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "never",
      value = {
        "{'reasoning':'a','content':'b'}         | 3     | never",
        "{'content':'a'}                         | 3     | never",
        "{'tool_calls':[{'index':0,'id':'c'}]}   | 3     | 3",
        "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'a'}]}]} | never | never",
        "{'content':[{'type':'text','text':'a'}]}| 3     | never",
        "{'reasoning_content':'a'}               | never | never"
      })
  void whatIsSeenAndWhatCallsAToolHaveFirstReadsOfTheirOwn(String delta, Long visible, Long tool) {
    RequestRecord record =
        replay(
            "openai",
            "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
            "{\"choices\":[{\"delta\":" + delta.replace('\'', '"') + "}]}",
            FINISH.formatted("null"),
            "[DONE]");

    assertThat(record.at()[record.firstContent()]).isEqualTo(2);
    assertThat(record.firstVisible()).isEqualTo(visible);
    assertThat(record.firstTool()).isEqualTo(tool);
    Double later = visible == null ? Double.NaN : 1.0;
    assertThat(RequestMetrics.firstVisible(record) - RequestMetrics.p2ft(record)).isEqualTo(later);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void overASocketToolCallsAreToldOfAndReasoningIsNothingToSee(Mode mode) throws Exception {
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "ttft=1ms,itl=1ms,tokens=4")) {
      RequestRecord calls = ask(server, "content=tool", mode);
      RequestRecord thinks = ask(server, "content=reasoning", mode);
      RequestRecord says = ask(server, "content=text", mode);

      assertThat(calls.firstTool()).isEqualTo(calls.at()[calls.firstContent()]);
      assertThat(calls.firstVisible()).isNull();
      assertThat(thinks.reasoningEvents()).isPositive();
      assertThat(thinks.firstTool()).isNull();
      assertThat(RequestMetrics.firstVisible(thinks)).isNaN();
      assertThat(says.firstTool()).isNull();
      assertThat(RequestMetrics.firstVisible(says))
          .isEqualTo(Double.valueOf(RequestMetrics.p2ft(says)));
    }
  }

  private static RequestRecord ask(ExactScheduleServer server, String answer, Mode mode)
      throws InterruptedException {
    Endpoint chat = new Endpoint(server.uri(), Api.CHAT, Protocols.spoken("openai"), answer, null);
    try (Client client = Client.open(chat, Wire.settings())) {
      return Wire.ask(client, mode, "r");
    }
  }

  @ParameterizedTest
  @CsvSource({"openai", "vllm"})
  void isUnknownWhereOnlyTheFinalUsageTells(String dialect) {
    RequestRecord record =
        replay(dialect, EMPTY, EMPTY, FINISH.formatted("{\"completion_tokens\":2}"), "[DONE]");
    assertThat(record.firstContent()).isEqualTo(-1);
    assertThat(record.outputTokens()).isEqualTo(2);
    assertThat(record.reason()).contains("only the final usage counts 2 tokens");
  }

  /** Head and events, each in a read of its own; the k-th read returned at k. */
  private static RequestRecord replay(String dialect, String... events) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    int[] ends = new int[events.length + 1];
    wire.writeBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    ends[0] = wire.size();
    for (int i = 0; i < events.length; i++) {
      wire.writeBytes(("data: " + events[i] + "\n\n").getBytes(StandardCharsets.UTF_8));
      ends[i + 1] = wire.size();
    }
    Outgoing outgoing =
        new RequestEncoder(Wire.endpoint(URI.create("http://127.0.0.1:1"), dialect))
            .encode(new Prompt("p", "x", null), Wire.GENERATION, Mode.STREAM, "r");
    long[] stamps = LongStream.rangeClosed(1, ends.length).toArray();
    return Replay.of(outgoing, Wire.labels(Mode.STREAM), wire.toByteArray(), ends, stamps);
  }
}
