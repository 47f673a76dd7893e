package org.inferometer.bench;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inferometer.record.Mode;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.AnswerScripts;
import org.inferometer.standard.Question;
import org.inferometer.standard.Step;
import org.inferometer.wire.Api;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Outgoing;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Replay;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding a stream of the exact-schedule server, one event per read: bytes to record. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
  /** Tokens of the stream, one event each. */
  @Param({"64", "512"})
  public int tokens;

  /** An endpoint of the exact-schedule server, which has a protocol. */
  @Param({
    "COMPLETIONS",
    "CHAT",
    "RESPONSES",
    "ANTHROPIC",
    "GEMINI",
    "TGI",
    "OLLAMA",
    "LLAMA_CPP",
    "SGLANG",
    "TRITON"
  })
  public Question.Api protocol;

  private byte[] answer;
  private int[] ends;
  private long[] stamps;
  private Outgoing outgoing;

  /** Builds the stream. */
  @Setup
  public void build() {
    List<Step> steps =
        new AnswerScripts("ttft=1ms,itl=1ms")
            .answer(new Question(protocol, "gpt2", true, tokens, true, true, false, null))
            .steps();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ends = new int[steps.size()];
    stamps = new long[steps.size()];
    for (int i = 0; i < ends.length; i++) {
      ByteBuffer bytes = ((Step.Write) steps.get(i)).bytes().duplicate();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      all.writeBytes(copy);
      ends[i] = all.size();
      stamps[i] = i * 1_000_000L;
    }
    answer = all.toByteArray();
    try (Client client = Client.open(endpoint(), ClientSettings.forConnections(1))) {
      outgoing =
          client.prepare(
              SampleStream.PROMPT, SampleStream.generation(tokens), Mode.STREAM, "request-1");
    }
  }

  /** What a client speaks to that endpoint. */
  static String spoken(Question.Api protocol) {
    return switch (protocol) {
      case COMPLETIONS -> "openai/vllm";
      case CHAT -> "openai-chat/vllm";
      case RESPONSES -> "responses";
      case ANTHROPIC -> "anthropic";
      case GEMINI -> "gemini";
      case TGI -> "tgi";
      case OLLAMA, OLLAMA_CHAT -> "ollama";
      case LLAMA_CPP -> "llama-cpp/llama-cpp";
      case SGLANG -> "sglang";
      case TRITON, TRITON_INFER -> "triton";
    };
  }

  private Endpoint endpoint() {
    Api api = protocol == Question.Api.CHAT ? Api.CHAT : Api.COMPLETIONS;
    URI nowhere = URI.create("http://127.0.0.1:9");
    return new Endpoint(nowhere, api, Protocols.spoken(spoken(protocol)), "gpt2", null);
  }

  /** The whole stream; divide by its tokens for the cost of an event. */
  @Benchmark
  public RequestRecord decode() {
    return Replay.of(outgoing, SampleStream.LABELS, answer, ends, stamps);
  }
}
