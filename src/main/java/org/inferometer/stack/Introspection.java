package org.inferometer.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.inferometer.record.Printable;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.wire.Trust;

/**
 * What a server says of itself.
 *
 * @param version null if it does not tell
 * @param server its {@code Server} header; null if it sends none
 * @param models ids of its models; null if it does not tell, as some cannot when they are offline
 * @param maxLength tokens of a prompt and its answer together; null if it does not tell
 * @param doubt why requests may fail, as far as it can be told without one; null where nothing
 *     speaks for it
 */
record Introspection(
    String version, String server, List<String> models, Long maxLength, String doubt) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_NAMED = 10;

  /**
   * Asks the server at {@code url}. Lists of models are not what a server takes: some are not shown
   * to everybody, some leave names out. Only a request tells, so that they raise doubts and no
   * more.
   *
   * @throws StackException if nobody can be reached there
   */
  static Introspection of(Stack stack, Model model, URI url, ControlClient client) {
    try {
      if (stack.speaksTriton()) {
        return TritonModel.of(stack, model, client);
      }
      String route = stack.spoken().protocol().models();
      if (!stack.checkModels() || route == null) {
        ControlClient.Answer version = client.get(stack.spoken().protocol().version());
        return new Introspection(
            version(version), Printable.line(version.server()), null, null, null);
      }
      ControlClient.Answer answer = client.api(route);
      List<String> models = models(answer);
      return new Introspection(
          version(stack, client),
          Printable.line(answer.server()),
          models,
          maxLength(answer, stack.served(model.name())),
          doubt(stack, model, url, answer.status(), models));
    } catch (IOException e) {
      if (!isUnreachable(e)) {
        return new Introspection(null, null, null, null, silence(stack, url, e));
      }
      throw new StackException(
          stack.name(),
          "no answer from %s (%s); start the server, or give its address: url in the scenario, --stack-url %s=URL, or with Maven -Dstack.url.%s=URL"
              .formatted(url, reason(e), stack.name(), stack.name()));
    }
  }

  /** The same of several models of one server, of which {@code other} tells another. */
  Introspection with(Introspection other) {
    return new Introspection(
        version,
        server,
        models == null || other.models == null ? null : both(models, other.models),
        Objects.equals(maxLength, other.maxLength) ? maxLength : null,
        both(doubts(), other.doubts()).stream().reduce((a, b) -> a + "; " + b).orElse(null));
  }

  private List<String> doubts() {
    return doubt == null ? List.of() : List.of(doubt);
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  /** Whether no request can do better. */
  private static boolean isUnreachable(IOException e) {
    return e instanceof ConnectException
        || e instanceof ConnectTimeoutException
        || e instanceof NoRouteToHostException
        || e instanceof UnknownHostException
        || e instanceof SSLException;
  }

  /** Of a server, or a gateway before it, that answers no question but those it is there for. */
  private static String silence(Stack stack, URI url, IOException e) {
    return stack.checkModels()
        ? "%s does not tell what it serves (%s; check: { models: false } does not ask)"
            .formatted(url, reason(e))
        : null;
  }

  private static String doubt(Stack stack, Model model, URI url, int status, List<String> models) {
    String route = stack.address(url).route(stack.spoken().protocol().models());
    String wanted = stack.served(model.name());
    if (models != null) {
      return models.stream().anyMatch(listed -> covers(listed, wanted))
          ? null
          : "%s lists %s, not \"%s\"; if its requests fail, set stacks.%s.models.%s to the name served there"
              .formatted(url, named(models), wanted, stack.name(), model.name());
    }
    String why =
        switch (status) {
          case 200 -> "no list of models";
          case 401, 403 ->
              stack.apiKey() == null
                  ? "status %d: if it wants a key, say where it is, api-key with env or file"
                      .formatted(status)
                  : "status %d: its key may be wrong, or may not list models".formatted(status);
          default -> "status %d: is the address right?".formatted(status);
        };
    return "%s answers %s with %s (check: { models: false } does not ask)"
        .formatted(url, route, why);
  }

  /** Proxies list patterns such as {@code openai/*}; some servers list tags of a name. */
  private static boolean covers(String listed, String wanted) {
    String pattern =
        Stream.of(listed.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return wanted.matches(pattern) || listed.equals(wanted + ":latest");
  }

  private static String named(List<String> models) {
    int more = models.size() - MOST_NAMED;
    return more <= 0
        ? models.toString()
        : models.subList(0, MOST_NAMED) + " and %d more".formatted(more);
  }

  /** Without the address, which the HTTP client repeats. */
  private static String reason(IOException e) {
    return Printable.line(Trust.why(e).replaceFirst("^Connect to .* failed: ", ""));
  }

  private static List<String> models(ControlClient.Answer answer) {
    if (answer.status() != 200) {
      return null;
    }
    try {
      List<String> ids = new ArrayList<>();
      for (JsonNode one : JSON.readTree(answer.body()).path("data")) {
        ids.add(Printable.line(one.path("id").asText()));
      }
      return ids.isEmpty() ? null : ids;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** As vLLM and SGLang tell it, or as llama.cpp does; null otherwise. */
  private static Long maxLength(ControlClient.Answer answer, String model) {
    try {
      for (JsonNode one : JSON.readTree(answer.body()).path("data")) {
        JsonNode length = one.path("max_model_len");
        length = length.isMissingNode() ? one.path("meta").path("n_ctx") : length;
        if (one.path("id").asText().equals(model) && length.canConvertToLong()) {
          return length.longValue();
        }
      }
      return null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static String version(Stack stack, ControlClient client) {
    try {
      return version(client.get(stack.spoken().protocol().version()));
    } catch (IOException e) {
      return null;
    }
  }

  private static String version(ControlClient.Answer answer) {
    try {
      JsonNode version = JSON.readTree(answer.body()).path("version");
      boolean told = answer.status() == 200 && version.isTextual();
      return told ? Printable.line(version.textValue()) : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
