package org.inferometer.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;

/**
 * What a server says of itself.
 *
 * @param version null if it does not tell
 * @param server its {@code Server} header; null if it sends none
 * @param models ids of its models; null if it does not tell, as some cannot when they are offline
 */
record Introspection(String version, String server, List<String> models) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Asks the server at {@code url}.
   *
   * @throws StackException if it does not answer, refuses us, or says that it serves another model
   */
  static Introspection of(Stack stack, Model model, URI url, ControlClient client) {
    ControlClient.Answer answer;
    try {
      answer = client.get("/v1/models");
    } catch (IOException e) {
      throw new StackException(
          stack.name(),
          "no answer from %s (%s); start the server, or give its address: url in the scenario, --stack-url %s=URL, or with Maven -Dstack.url.%s=URL"
              .formatted(url, reason(e), stack.name(), stack.name()));
    }
    if (answer.status() == 401 || answer.status() == 403) {
      throw new StackException(
          stack.name(),
          "%s refuses us (status %d); say where its key is: api-key with env or file in the scenario"
              .formatted(url, answer.status()));
    }
    List<String> models = models(answer);
    String wanted = stack.served(model.name());
    if (models != null && !models.contains(wanted)) {
      throw new StackException(
          stack.name(),
          "%s serves %s, not \"%s\"; set stacks.%s.models.%s to the name served there"
              .formatted(url, models, wanted, stack.name(), model.name()));
    }
    return new Introspection(version(client), answer.server(), models);
  }

  /** Without the address, which the HTTP client repeats. */
  private static String reason(IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replaceFirst("^Connect to .* failed: ", "");
  }

  private static List<String> models(ControlClient.Answer answer) {
    if (answer.status() != 200) {
      return null;
    }
    try {
      List<String> ids = new ArrayList<>();
      for (JsonNode one : JSON.readTree(answer.body()).path("data")) {
        ids.add(one.path("id").asText());
      }
      return ids.isEmpty() ? null : ids;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static String version(ControlClient client) {
    try {
      ControlClient.Answer answer = client.get("/version");
      JsonNode version = JSON.readTree(answer.body()).path("version");
      return answer.status() == 200 && version.isTextual() ? version.textValue() : null;
    } catch (IOException e) {
      return null;
    }
  }
}
