package org.inferometer.wire;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a stack takes and gives, where OpenAI-compatible servers differ.
 *
 * @param name as written in a scenario
 * @param maxTokens name of the field that limits an answer's tokens
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
    String maxTokens,
    Set<String> refusedFields,
    boolean promisesDone,
    boolean promisesFinish,
    boolean continuousUsage,
    boolean tokenIds) {

  private static final String MAX_TOKENS = "max_tokens";

  private static final List<Dialect> KNOWN =
      List.of(
          new Dialect(
              "openai", MAX_TOKENS, Set.of("top_k", "ignore_eos"), true, true, false, false),
          new Dialect("vllm", MAX_TOKENS, Set.of(), true, true, true, false),
          new Dialect(
              "transformers",
              MAX_TOKENS,
              Set.of("top_k", "ignore_eos", "stream_options"),
              false,
              true,
              false,
              false),
          new Dialect("llama-cpp", MAX_TOKENS, Set.of(), false, true, false, false));

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

  /** The same with another name for the limit of an answer's tokens. */
  public Dialect limitingBy(String field) {
    return new Dialect(
        name, field, refusedFields, promisesDone, promisesFinish, continuousUsage, tokenIds);
  }

  /** The same without {@code fields} in its requests. */
  public Dialect without(Collection<String> fields) {
    Set<String> refused = new HashSet<>(refusedFields);
    refused.addAll(fields);
    return new Dialect(
        name, maxTokens, refused, promisesDone, promisesFinish, continuousUsage, tokenIds);
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
