package org.inferometer.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import org.inferometer.record.Printable;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.wire.TritonWords;

/** What a Triton server says of itself and of one of its models before it is asked anything. */
record TritonModel(Stack stack, String served, ControlClient client) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Asks the server.
   *
   * @throws StackException if it is not ready, or the model is not, or cannot be asked this way
   * @throws IOException if it does not answer
   */
  static Introspection of(Stack stack, Model model, ControlClient client) throws IOException {
    TritonModel one = new TritonModel(stack, stack.served(model.name()), client);
    if (stack.checkModels()) {
      one.requireReady();
    }
    JsonNode server = one.ask("/v2");
    String version = Printable.line(server.path("version").asText(null));
    String name = Printable.line(server.path("name").asText(null));
    return new Introspection(version, name, List.of(one.served), null, null);
  }

  private void requireReady() throws IOException {
    String path = TritonWords.path(served);
    String ready = "/v2/health/ready";
    if (client.api(ready).status() != 200) {
      throw failure(
          "it says that it is not ready (%s); wait, see its log, or set path to where its /v2 is"
              .formatted(client.path(ready)));
    }
    if (client.api(path + "/ready").status() != 200) {
      throw failure(
          "model %s is not ready there (%s); load it, or set stacks.%s.models to the name, or NAME/versions/N, that it is served by"
              .formatted(served, client.path(path + "/ready"), stack.name()));
    }
    JsonNode config = ask(path + "/config");
    if (!stack.protocol().equals("triton-infer") || config.isMissingNode()) {
      return;
    }
    if (config.at("/model_transaction_policy/decoupled").asBoolean()) {
      throw failure(
          "model %s is decoupled, and infer over HTTP does not answer for such; allowed: protocol: triton, or a model that is not"
              .formatted(served));
    }
    boolean batches = config.path("max_batch_size").asInt() > 0;
    boolean asked = stack.spoken().takes(TritonWords.BATCH);
    if (batches != asked) {
      throw failure(
          "model %s has max_batch_size %d, so that its inputs have %s batch dimension; %s omit: [%s]"
              .formatted(
                  served,
                  config.path("max_batch_size").asInt(),
                  batches ? "a" : "no",
                  batches ? "leave out" : "set",
                  TritonWords.BATCH));
    }
  }

  private JsonNode ask(String path) throws IOException {
    ControlClient.Answer answer = client.api(path);
    try {
      return answer.status() == 200 ? JSON.readTree(answer.body()) : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private StackException failure(String why) {
    return new StackException(stack.name(), why);
  }
}
