package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Message;
import org.inferometer.dataset.Prompt;
import org.inferometer.record.Mode;

/**
 * What one request asks of an endpoint.
 *
 * @param endpoint who is asked
 * @param prompt what is asked
 * @param generation arguments, among them those that the endpoint cannot be asked for
 * @param mode how the answer is to come
 */
record Question(Endpoint endpoint, Prompt prompt, Generation generation, Mode mode) {

  String text() {
    return prompt.text();
  }

  /** Writes it as messages, each with {@code role} and {@code content}. */
  void writeMessages(ArrayNode messages) {
    for (Message one : prompt.asMessages()) {
      messages.addObject().put("role", one.role()).put("content", one.content());
    }
  }

  /** Whether the answer is to come as a stream. */
  boolean stream() {
    return mode == Mode.STREAM;
  }

  /** The arguments that the endpoint can be asked for, under the scenario's names. */
  Map<String, Object> arguments() {
    Map<String, Object> said = generation.arguments();
    said.keySet().removeIf(name -> !dialect().takes(name));
    return said;
  }

  /** Writes them, the limit of tokens under the dialect's name. */
  void writeArguments(ObjectNode to) {
    writeArguments(to, Map.of());
  }

  /** The same, others under the names that {@code spelled} has of them. */
  void writeArguments(ObjectNode to, Map<String, String> spelled) {
    arguments()
        .forEach(
            (name, value) -> {
              boolean limit = name.equals("max_tokens");
              to.putPOJO(limit ? dialect().maxTokens() : spelled.getOrDefault(name, name), value);
            });
  }

  Dialect dialect() {
    return endpoint.dialect();
  }
}
