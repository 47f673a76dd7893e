package org.inferometer.wire;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a server speaks its protocol: what it takes and gives, where servers differ.
 *
 * @param protocol whose dialect it is
 * @param name as written in a scenario
 * @param maxTokens name of the field that limits an answer's tokens
 * @param refusedFields arguments of a generation, under the scenario's names, and request fields
 *     that it cannot be asked for, and which are therefore not sent
 * @param promisesDone whether {@link Protocol#end} ends its streams
 * @param promisesFinish whether a finish reason comes before the end of a stream
 * @param continuousUsage whether every event tells its tokens or the usage so far, which is asked
 *     for where it must be
 * @param tokenIds whether to ask for the token ids of every event; vLLM then also sends the ids of
 *     the whole prompt in the first one, which delays it
 * @param names what a model behind it calls its inputs and outputs, by the names they usually have
 */
public record Dialect(
    Protocol protocol,
    String name,
    String maxTokens,
    Set<String> refusedFields,
    boolean promisesDone,
    boolean promisesFinish,
    boolean continuousUsage,
    boolean tokenIds,
    Map<String, String> names) {

  public Dialect {
    refusedFields = Set.copyOf(refusedFields);
    names = Map.copyOf(names);
  }

  /** One with the usual names. */
  Dialect(
      Protocol protocol,
      String name,
      String maxTokens,
      Set<String> refusedFields,
      boolean promisesDone,
      boolean promisesFinish,
      boolean continuousUsage,
      boolean tokenIds) {
    this(
        protocol,
        name,
        maxTokens,
        refusedFields,
        promisesDone,
        promisesFinish,
        continuousUsage,
        tokenIds,
        Map.of());
  }

  /** One that promises the end of its streams and a finish reason, and no counts before. */
  Dialect(Protocol protocol, String name, String maxTokens, Set<String> refusedFields) {
    this(protocol, name, maxTokens, refusedFields, true, true, false, false);
  }

  /** The same with another name for the limit of an answer's tokens. */
  public Dialect limitingBy(String field) {
    return with(field, refusedFields, promisesFinish, names);
  }

  /** The same without {@code fields} in its requests. */
  public Dialect without(Collection<String> fields) {
    Set<String> refused = new HashSet<>(refusedFields);
    refused.addAll(fields);
    boolean finishes = promisesFinish && !refused.contains(protocol.finishField());
    return with(maxTokens, refused, finishes, names);
  }

  /** The same with other names of a model's inputs and outputs. */
  public Dialect calling(Map<String, String> others) {
    return with(maxTokens, refusedFields, promisesFinish, others);
  }

  private Dialect with(
      String limit, Set<String> refused, boolean finishes, Map<String, String> called) {
    return new Dialect(
        protocol, name, limit, refused, promisesDone, finishes, continuousUsage, tokenIds, called);
  }

  /** What is usually called {@code usual}. */
  String called(String usual) {
    return names.getOrDefault(usual, usual);
  }

  /** The usual names of what is called otherwise. */
  Map<String, String> usualNames() {
    Map<String, String> usual = new HashMap<>();
    names.forEach((one, other) -> usual.put(other, one));
    return usual;
  }

  /** Whether a request may hold {@code field}. */
  public boolean takes(String field) {
    return !refusedFields.contains(field);
  }

  /** Which values of {@code argument} servers take; null for all that a scenario can say. */
  public Range range(String argument) {
    return protocol.ranges(this).get(argument);
  }

  /**
   * Headers of a request, apart from HTTP's: the protocol's, and further ones, which may take their
   * place. Their values must not be logged or written.
   *
   * @param key the server's key; null without
   */
  public Map<String, String> headers(String key, Map<String, String> further) {
    Map<String, String> all = new LinkedHashMap<>(protocol.headers(this, key));
    further.keySet().forEach(name -> all.keySet().removeIf(name::equalsIgnoreCase));
    all.putAll(further);
    return all;
  }

  /** What is spoken, in words: {@code dialect vllm}, {@code protocol anthropic}. */
  public String label() {
    String told = "dialect " + name;
    if (protocol == Protocols.usual()) {
      return told;
    }
    String other = "protocol " + protocol.name();
    return name.equals(protocol.names().get(0)) ? other : other + ", " + told;
  }

  /** What to do about a server that never ends its streams as it promises; empty where nothing. */
  String elsewise() {
    return protocol.dialects().stream()
        .filter(other -> !other.promisesDone)
        .reduce((one, next) -> next)
        .map(other -> "; for a server that always ends so, set its dialect to " + other.name)
        .orElse("");
  }
}
