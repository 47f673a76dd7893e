package org.inferometer.wire;

import java.util.List;

/** The protocols that are spoken here. */
public final class Protocols {
  private static final List<Protocol> ALL =
      List.of(
          new OpenAi(false),
          new OpenAi(true),
          new Responses(),
          new Anthropic(),
          new Gemini(),
          new Tgi(),
          new Ollama(),
          new LlamaCpp(),
          new Sglang(),
          new Triton(),
          new TritonInfer());

  private Protocols() {}

  /** What a stack speaks that does not say. */
  public static Protocol usual() {
    return ALL.get(0);
  }

  /** The names of all. */
  public static List<String> names() {
    return ALL.stream().map(Protocol::name).toList();
  }

  /**
   * The protocol of that name, one of {@link #names}.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Protocol named(String name) {
    return ALL.stream()
        .filter(protocol -> protocol.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown protocol '" + name + "', known are " + String.join(", ", names())));
  }

  /**
   * What a short text names: a dialect of the usual protocol, {@code vllm}; a protocol, {@code
   * anthropic}; or both, {@code anthropic/vllm}.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Dialect spoken(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return named(text.substring(0, slash)).dialect(text.substring(slash + 1));
    }
    boolean protocol = names().contains(text) && !usual().names().contains(text);
    return protocol ? named(text).dialects().get(0) : usual().dialect(text);
  }
}
