package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading an event leaves no garbage, whatever the protocol. */
class ReaderGarbageTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int EVENTS = 20_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "vllm|data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"text\":\" tok\",\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":7}}",
        "responses|^event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":9,\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\" tok\"}^",
        "responses/transformers|data: {\"content_index\":0,\"delta\":\" tok\",\"item_id\":\"i\",\"sequence_number\":9,\"type\":\"response.output_text.delta\"}",
        "anthropic|^event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" tok\"}}^",
        "gemini|data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" tok\"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":7,\"totalTokenCount\":15},\"modelVersion\":\"m\"}",
        "tgi|data: {\"index\":7,\"token\":{\"id\":1006,\"text\":\" tok\",\"logprob\":-0.5,\"special\":false},\"generated_text\":null,\"details\":null}",
        "ollama|{\"model\":\"m\",\"created_at\":\"2026-11-22T10:00:00.5Z\",\"response\":\" tok\",\"done\":false}",
        "llama-cpp/llama-cpp|data: {\"index\":0,\"content\":\" tok\",\"tokens\":[1006],\"stop\":false,\"id_slot\":-1,\"tokens_predicted\":7,\"tokens_evaluated\":8}",
        "sglang|data: {\"text\":\" tok tok\",\"output_ids\":[1000,1001],\"meta_info\":{\"id\":\"x\",\"finish_reason\":null,\"prompt_tokens\":8,\"completion_tokens\":2}}",
        "triton|data: {\"finish_reason\":\"None\",\"model_name\":\"m\",\"model_version\":\"1\",\"num_input_tokens\":8,\"num_output_tokens\":1,\"text_output\":\" tok\"}",
        "triton/tensorrt-llm|^data: {\"text_output\":\" tok\"}\n\ndata: {\"text_output\":\" tok tok\"}^",
      })
  void noneIsLeft(String spoken, String event) {
    Protocol protocol = Protocols.spoken(spoken).protocol();
    AnswerReader reader = protocol.reader();
    Chunk chunk = new Chunk(false);
    Findings findings = new Findings(true);
    Frames.Splitter splitter =
        protocol
            .frames()
            .splitter(
                (name, data, length) -> {
                  try {
                    reader.event(name, data, length, chunk);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                  findings.chunk(chunk);
                });
    byte[] bytes = (event + "\n\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < EVENTS; i++) {
      splitter.feed(bytes, 0, bytes.length);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < EVENTS; i++) {
      splitter.feed(bytes, 0, bytes.length);
    }
    long garbage = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(findings.contentEvents()).isPositive();
    assertThat(garbage).isLessThan(EVENTS);
  }
}
