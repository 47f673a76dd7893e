package org.inferometer.standard;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What a request asks for, as far as the answer depends on it.
 *
 * @param api which of the endpoints was asked
 * @param model the model's name, which the answer repeats
 * @param stream whether a stream of events is asked for
 * @param maxTokens longest answer; 0 does not say
 * @param usage whether a final event with the token counts is asked for
 * @param everyUsage whether each event is to carry them
 * @param tokenIds whether events are to carry token ids
 * @param knobs wishes of this request, see {@link Answer#parse}; may be null
 */
public record Question(
    Api api,
    String model,
    boolean stream,
    int maxTokens,
    boolean usage,
    boolean everyUsage,
    boolean tokenIds,
    String knobs) {

  /** The endpoints of the server that generate. */
  public enum Api {
    COMPLETIONS(OpenAiFormat::new, "/v1/completions"),
    CHAT(OpenAiFormat::new, "/v1/chat/completions"),
    RESPONSES(ResponsesFormat::new, "/v1/responses"),
    ANTHROPIC(AnthropicFormat::new, "/v1/messages"),
    GEMINI(
        GeminiFormat::new,
        "/v1beta/models/*:generateContent",
        "/v1beta/models/*:streamGenerateContent"),
    OLLAMA(OllamaFormat::new, "/api/generate"),
    OLLAMA_CHAT(OllamaFormat::new, "/api/chat"),
    LLAMA_CPP(LlamaCppFormat::new, "/completion"),
    SGLANG(SglangFormat::new, "/generate"),
    TGI(TgiFormat::new, "/generate", "/generate_stream"),
    TRITON(TritonFormat::new, "/v2/models/*/generate", "/v2/models/*/generate_stream"),
    TRITON_INFER(TritonFormat::new, "/v2/models/*/infer");

    private final BiFunction<Question, Shape, EventFormat> format;
    private final List<String> paths;

    Api(BiFunction<Question, Shape, EventFormat> format, String... paths) {
      this.format = format;
      this.paths = List.of(paths);
    }

    private boolean has(String path) {
      return paths.contains(
          path.replaceFirst("^/(v2|v1beta)/models/[^/:]+(/versions/[^/]+)?", "/$1/models/*"));
    }

    /** Whether one of them has that path. */
    static boolean generates(String path) {
      return Stream.of(values()).anyMatch(api -> api.has(path));
    }

    /** The endpoint that a request goes to; two have the same path, and ask with other fields. */
    static Optional<Api> at(String path, String body) {
      return Stream.of(values())
          .filter(api -> api.has(path))
          .filter(api -> api != SGLANG || body.contains("\"sampling_params\""))
          .findFirst();
    }

    /** Whether a request asks for a stream. */
    boolean streams(String path, String body) {
      return switch (this) {
        case TGI, TRITON -> path.endsWith("_stream");
        case GEMINI -> path.endsWith(":streamGenerateContent");
        case OLLAMA, OLLAMA_CHAT -> !Questions.says(body, "\"stream\"", "false");
        default -> Questions.says(body, "\"stream\"", "true");
      };
    }

    /** How it spells an answer. */
    EventFormat format(Question question, Shape shape) {
      return format.apply(question, shape);
    }
  }
}
