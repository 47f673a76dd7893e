package org.inferometer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stacks need for themselves while they are up, where several need the same. */
final class Exclusive {
  private Exclusive() {}

  /** The names of the stacks that need each such thing. */
  static Map<String, List<String>> claims(JsonNode stacks) {
    Map<String, List<String>> claims = new LinkedHashMap<>();
    stacks
        .properties()
        .forEach(
            stack -> {
              JsonNode needs = stack.getValue().path("exclusive");
              if (needs.isTextual()) {
                claims
                    .computeIfAbsent(needs.textValue(), name -> new ArrayList<>())
                    .add(stack.getKey());
              }
            });
    claims.values().removeIf(names -> names.size() < 2);
    return claims;
  }

  /** Of those of {@code stacks} that say what they need, and no other does, a sentence each. */
  static List<String> withoutEffect(List<Stack> stacks) {
    return stacks.stream()
        .filter(one -> one.exclusive() != null)
        .filter(
            one -> stacks.stream().filter(o -> one.exclusive().equals(o.exclusive())).count() == 1)
        .map(
            one ->
                "stack %1$s: exclusive: %2$s has no effect, as no other stack says it; two stacks with exclusive: %2$s would be up one at a time, in rounds"
                    .formatted(one.name(), one.exclusive()))
        .toList();
  }
}
