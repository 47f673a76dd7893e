package org.inferometer.standard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.inferometer.standard.Question.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFormatTest {
  private static final String KNOBS = "tokens=2,framing=close,ttft=1ms,itl=1ms,";

  @Test
  void tgiSendsAnEventForEachTokenAndTheWholeTextInTheLast() {
    assertThat(stream(Api.TGI, "perEvent=2"))
        .isEqualTo(
            """
            data: {"index":1,"token":{"id":1000,"text":" tok","logprob":-0.5,"special":false},"generated_text":null,"details":null}

            data: {"index":2,"token":{"id":1001,"text":" tok","logprob":-0.5,"special":false},"generated_text":" tok tok","details":{"finish_reason":"length","generated_tokens":2,"seed":null,"input_length":8}}

            """);
    assertThat(stream(Api.TGI, "fault=error,after=head"))
        .isEqualTo("data: {\"error\":\"engine died\",\"error_type\":\"generation\"}\n\n");
  }

  @Test
  void ollamaSendsLinesAndNoneForATokenWithoutText() {
    assertThat(stream(Api.OLLAMA, "tokens=3,empty=some"))
        .isEqualTo(
            """
            {"model":"m","created_at":"2026-11-22T10:00:00.5Z","response":" tok","done":false}
            {"model":"m","created_at":"2026-11-22T10:00:00.5Z","response":" tok","done":false}
            {"model":"m","created_at":"2026-11-22T10:00:00.5Z","response":"","done":true,"done_reason":"length","total_duration":9000000,"load_duration":1000000,"prompt_eval_count":8,"eval_count":3}
            """);
    assertThat(stream(Api.OLLAMA_CHAT, "tokens=1,content=reasoning,done=no"))
        .isEqualTo(
            """
            {"model":"m","created_at":"2026-11-22T10:00:00.5Z","message":{"role":"assistant","content":"","thinking":" tok"},"done":false}
            """);
  }

  @Test
  void llamaCppCountsInEveryEventAndEndsWithOneWithoutText() {
    assertThat(stream(Api.LLAMA_CPP, "tokens=1"))
        .isEqualTo(
            """
            data: {"index":0,"content":" tok","tokens":[1000],"stop":false,"id_slot":-1,"tokens_predicted":1,"tokens_evaluated":8}

            data: {"index":0,"content":"","tokens":[],"id_slot":1,"stop":true,"model":"exact","tokens_predicted":1,"tokens_evaluated":8,"generation_settings":{"seed":7,"stop":[],"n_predict":1},"prompt":"x","truncated":false,"stop_type":"limit","stopping_word":""}

            """);
  }

  @Test
  void sglangRepeatsTheTextSoFarAndEndsAfterAnErrorAsAfterSuccess() {
    assertThat(stream(Api.SGLANG, "tokens=3,empty=some,usage=none"))
        .isEqualTo(
            """
            data: {"text":" tok","output_ids":[1000],"meta_info":{"id":"exact-0","finish_reason":null}}

            data: {"text":" tok","output_ids":[1000,1001],"meta_info":{"id":"exact-0","finish_reason":null}}

            data: {"text":" tok tok","output_ids":[1000,1001,1002],"meta_info":{"id":"exact-0","finish_reason":{"type":"length","length":3}}}

            data: [DONE]

            """);
    assertThat(stream(Api.SGLANG, "fault=error,after=head"))
        .startsWith("data: {\"error\":{\"message\":\"engine died\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void anthropicNamesItsEventsAndCountsThePromptFirst() {
    assertThat(stream(Api.ANTHROPIC, "tokens=1,cached=3"))
        .isEqualTo(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_0","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":3,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type":"ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" tok"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"output_tokens":1}}

            event: message_stop
            data: {"type":"message_stop"}

            """);
    assertThat(stream(Api.ANTHROPIC, "fault=error,after=head"))
        .endsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"engine died\"}}\n\n");
  }

  @Test
  void geminiCountsInEveryEventAndMarksNoEnd() {
    assertThat(stream(Api.GEMINI, "cached=3"))
        .isEqualTo(
            """
            data: {"candidates":[{"content":{"parts":[{"text":" tok"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1,"cachedContentTokenCount":3,"totalTokenCount":9},"modelVersion":"exact","responseId":"exact-0"}

            data: {"candidates":[{"content":{"parts":[{"text":" tok"}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":2,"cachedContentTokenCount":3,"totalTokenCount":10},"modelVersion":"exact","responseId":"exact-0"}

            """);
    assertThat(stream(Api.GEMINI, "tokens=1,content=reasoning,finish=none"))
        .contains("{\"text\":\" tok\",\"thought\":true}", ",\"thoughtsTokenCount\":1,")
        .doesNotContain("finishReason");
    assertThat(stream(Api.GEMINI, "fault=error,after=head"))
        .isEqualTo(
            "data: {\"error\":{\"code\":500,\"message\":\"engine died\",\"status\":\"INTERNAL\"}}\n\n");
  }

  @Test
  void responsesRepeatTheTextAndEndIncompleteAtTheirLimit() {
    assertThat(
            stream(Api.RESPONSES, "tokens=1,content=reasoning")
                .lines()
                .filter(l -> l.startsWith("event")))
        .containsExactly(
            "event: response.created",
            "event: response.in_progress",
            "event: response.output_item.added",
            "event: response.content_part.added",
            "event: response.reasoning_text.delta",
            "event: response.output_text.done",
            "event: response.output_item.done",
            "event: response.incomplete");
    assertThat(stream(Api.RESPONSES, "tokens=1"))
        .contains(
            "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":4,\"item_id\":\"item_0\",\"output_index\":0,\"content_index\":0,\"delta\":\" tok\"}\n\n",
            "\"usage\":{\"input_tokens\":8,\"output_tokens\":1,\"total_tokens\":9}}}\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/completions|{\"stream\": true}|COMPLETIONS|true",
        "/v1/chat/completions|{}|CHAT|false",
        "/v1/responses|{\"max_output_tokens\":5}|RESPONSES|false",
        "/v1/messages|{\"max_tokens\":5,\"stream\":true}|ANTHROPIC|true",
        "/v1beta/models/m:generateContent|{\"generationConfig\":{\"maxOutputTokens\":5}}|GEMINI|false",
        "/v1beta/models/m:streamGenerateContent|{\"contents\":[{\"role\":\"model\"}]}|GEMINI|true",
        "/generate|{\"inputs\":\"x\",\"parameters\":{\"max_new_tokens\":5}}|TGI|false",
        "/generate_stream|{\"inputs\":\"x\",\"parameters\":{\"max_new_tokens\":5}}|TGI|true",
        "/generate|{\"text\":\"x\",\"sampling_params\":{\"max_new_tokens\":5},\"stream\":true}|SGLANG|true",
        "/generate|{\"text\":\"x\",\"sampling_params\":{\"max_new_tokens\":5}}|SGLANG|false",
        "/api/generate|{\"options\":{\"num_predict\":5}}|OLLAMA|true",
        "/api/chat|{\"options\":{\"num_predict\":5},\"stream\":false}|OLLAMA_CHAT|false",
        "/completion|{\"n_predict\":5,\"stream\":true}|LLAMA_CPP|true",
      })
  void seesByPathAndFieldsWhoIsAskedAndHow(String path, String body, Api api, boolean stream) {
    assertThat(Api.at(path, body)).contains(api);
    Question question = Questions.parse(api, path, body, null);
    assertThat(question.stream()).isEqualTo(stream);
    assertThat(question.maxTokens()).isEqualTo(body.contains("5") ? 5 : 0);
  }

  /** The body of a stream, as it is written if everything goes well. */
  private static String stream(Api api, String knobs) {
    Question question = new Question(api, "m", true, 0, true, false, false, null);
    String all =
        new AnswerScripts(KNOBS + knobs)
            .answer(question).steps().stream()
                .filter(Step.Write.class::isInstance)
                .map(step -> StandardCharsets.UTF_8.decode(((Step.Write) step).bytes().duplicate()))
                .collect(Collectors.joining());
    return all.substring(all.indexOf("\r\n\r\n") + 4);
  }
}
