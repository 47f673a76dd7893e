package org.inferometer.wire;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.machine.Clock;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;

/** What the tests of this package say and hear over the wire. */
final class Wire {
  static final Generation GENERATION = new Generation(0.0, null, null, 8, 7L, true, null);
  static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private Wire() {}

  static Endpoint endpoint(URI url, String dialect) {
    return new Endpoint(url, Api.COMPLETIONS, Protocols.spoken(dialect), "tiny", null);
  }

  /** The dialect among the words of a request, as {@link Protocols#spoken} reads it. */
  static Dialect dialect(List<String> words) {
    return words.stream()
        .filter(
            word ->
                Protocols.usual().names().contains(word)
                    || Protocols.names().contains(word)
                    || word.matches("[a-z-]+/[a-z-]+"))
        .findFirst()
        .map(Protocols::spoken)
        .orElseThrow();
  }

  static ClientSettings settings() {
    Duration patience = Duration.ofSeconds(20);
    return ClientSettings.forConnections(4)
        .with(new Deadlines(patience, patience, patience, patience, patience));
  }

  static Labels labels(Mode mode) {
    return new Labels("stack", "model", "chat", mode, "p=1", "trial", 1, 1, 0, Phase.MEASURED, 0L);
  }

  static Exchange start(Client client, Mode mode, String id) {
    Outgoing outgoing =
        client.prepare(new Prompt("p-1", "Say \"hi\", ü", null), GENERATION, mode, id);
    return client.start(outgoing, labels(mode), Clock.nanos());
  }

  static RequestRecord ask(Client client, Mode mode, String id) throws InterruptedException {
    Exchange exchange = start(client, mode, id);
    exchange.awaitEnd();
    return exchange.record();
  }

  /** Each piece as one HTTP chunk. */
  static String chunks(String... pieces) {
    StringBuilder all = new StringBuilder();
    for (String piece : pieces) {
      int bytes = piece.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      all.append(Integer.toHexString(bytes)).append("\r\n").append(piece).append("\r\n");
    }
    return all.toString();
  }

  static String text(String text) {
    return "data: {\"choices\":[{\"index\":0,\"text\":\"" + text + "\"}]}\n\n";
  }

  /** A whole stream in vLLM's shape, cut into one piece an event. */
  static List<String> stream(int tokens) {
    List<String> events = new ArrayList<>();
    for (int i = 1; i <= tokens; i++) {
      String finish = i == tokens ? "\"length\"" : "null";
      events.add(
          "data: {\"choices\":[{\"index\":0,\"text\":\" t"
              + i
              + "\",\"finish_reason\":"
              + finish
              + "}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":"
              + i
              + "}}\n\n");
    }
    events.add(
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":"
            + tokens
            + ",\"prompt_tokens_details\":{\"cached_tokens\":2}}}\n\n");
    events.add("data: [DONE]\n\n");
    return events;
  }
}
