package org.inferometer.wire;

import java.util.List;
import java.util.Set;

/**
 * What a stack takes and gives, where OpenAI-compatible servers differ.
 *
 * @param name as written in a scenario
 * @param refusedFields request fields that it answers with an error, and which are therefore not
 *     sent
 * @param promisesDone whether {@code data: [DONE]} ends its streams
 * @param promisesFinish whether a finish reason comes before the end of a stream
 * @param continuousUsage whether to ask for the usage so far in every event
 * @param tokenIds whether to ask for the token ids of every event; vLLM then also sends the ids of
 *     the whole prompt in the first one, which delays it
 */
public record Dialect(
    String name,
    Set<String> refusedFields,
    boolean promisesDone,
    boolean promisesFinish,
    boolean continuousUsage,
    boolean tokenIds) {

  private static final List<Dialect> KNOWN =
      List.of(
          new Dialect("openai", Set.of("top_k", "ignore_eos"), true, true, false, false),
          new Dialect("vllm", Set.of(), true, true, true, false),
          new Dialect(
              "transformers",
              Set.of("top_k", "ignore_eos", "stream_options"),
              false,
              true,
              false,
              false),
          new Dialect("llama-cpp", Set.of(), false, true, false, false));

  public Dialect {
    refusedFields = Set.copyOf(refusedFields);
  }

  /** The built-in dialect of that name, one of {@link #names}. */
  public static Dialect named(String name) {
    return KNOWN.stream()
        .filter(dialect -> dialect.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown dialect '" + name + "', known are " + String.join(", ", names())));
  }

  /** Whether a request may hold {@code field}. */
  public boolean takes(String field) {
    return !refusedFields.contains(field);
  }

  /** The names of the built-in dialects. */
  public static List<String> names() {
    return KNOWN.stream().map(Dialect::name).toList();
  }
}
