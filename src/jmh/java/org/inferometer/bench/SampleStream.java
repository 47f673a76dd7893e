package org.inferometer.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.wire.Api;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;

/** A stream in vLLM's shape, for benchmarks of the client's own parts. */
final class SampleStream {
  static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  static final Labels LABELS =
      new Labels(
          "stack", "model", "chat", Mode.STREAM, "p=1", "trial", 1, 1, 0, Phase.MEASURED, 0L);
  static final Prompt PROMPT = new Prompt("chat-001", "What is the longest river?", null);

  private SampleStream() {}

  /** The HTTP chunk of each token's event, then that of the usage, of {@code [DONE]}, the end. */
  static byte[][] chunks(int tokens) {
    byte[][] chunks = new byte[tokens + 3][];
    for (int i = 0; i < tokens; i++) {
      chunks[i] =
          chunk(
              "{\"id\":\"cmpl-8f2c4b\",\"object\":\"text_completion\",\"created\":1763000000,"
                  + "\"model\":\"gpt2\",\"choices\":[{\"index\":0,\"text\":\" token\","
                  + "\"logprobs\":null,\"finish_reason\":"
                  + (i + 1 == tokens ? "\"length\"" : "null")
                  + ",\"stop_reason\":null,\"prompt_token_ids\":null,\"token_ids\":null}],"
                  + usage(i + 1)
                  + "}");
    }
    chunks[tokens] =
        chunk(
            "{\"id\":\"cmpl-8f2c4b\",\"object\":\"text_completion\",\"created\":1763000000,"
                + "\"model\":\"gpt2\",\"choices\":[],"
                + usage(tokens)
                + "}");
    chunks[tokens + 1] = chunk("[DONE]");
    chunks[tokens + 2] = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    return chunks;
  }

  private static String usage(int tokens) {
    return "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":"
        + (8 + tokens)
        + ",\"completion_tokens\":"
        + tokens
        + "}";
  }

  private static byte[] chunk(String data) {
    String event = "data: " + data + "\n\n";
    return (Integer.toHexString(event.length()) + "\r\n" + event + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static Endpoint endpoint(String scheme, int port) {
    return new Endpoint(
        URI.create(scheme + "://127.0.0.1:" + port),
        Api.COMPLETIONS,
        Protocols.spoken("vllm"),
        "gpt2",
        null);
  }

  static Generation generation(int tokens) {
    return new Generation(0.0, null, null, tokens, null, true, null);
  }
}
