package org.inferometer.stack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.ReadingNames;
import org.inferometer.telemetry.Source;

/** What a running server says of itself at its Prometheus address, asked again and again. */
final class ServerView implements Source {
  /** Making the page costs a server some milliseconds of the processors that it answers with. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String name;
  private final URI page;
  private final String[] models;
  private final ControlClient client;

  /**
   * Of {@code stack}, which listens at {@code url}.
   *
   * @param page where it tells of itself
   * @param models what it calls those that it is asked for
   */
  ServerView(Stack stack, URI url, URI page, String... models) {
    this.name = ReadingNames.SERVER + stack.name();
    this.page = page;
    this.models = models.clone();
    this.client = ControlClient.of(stack, url, page, PATIENCE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }

  @Override
  public Map<String, Double> read() throws IOException {
    Map<String, Double> values = new TreeMap<>();
    counters().values().forEach((reading, value) -> values.put(reading.id(), value));
    return values;
  }

  /**
   * What it says now.
   *
   * @throws IOException if it does not answer, or with another status than 200
   */
  ServerCounters counters() throws IOException {
    ControlClient.Answer answer = client.get("");
    if (answer.status() != 200) {
      throw new Refused(answer.status());
    }
    return ServerNames.read(new PrometheusText(answer.body(), models));
  }

  /** Why it says nothing; empty if it says something. */
  Optional<Silence> silence() {
    try {
      return counters().isEmpty()
          ? Optional.of(new Silence(page, "with no metric that is known here", false))
          : Optional.empty();
    } catch (Refused e) {
      return Optional.of(new Silence(page, "with status " + e.status, e.isUsual()));
    } catch (IOException e) {
      return Optional.of(new Silence(page, "nothing (" + e.getMessage() + ")", false));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * Why a server says nothing.
   *
   * @param usual whether that is all that is to be expected of one without such a page
   */
  record Silence(URI page, String answer, boolean usual) {
    String sentence(String stack) {
      return "%s tells nothing of itself: %s is answered %s; where is its page of metrics? metrics: URL in the scenario (false: there is none)"
          .formatted(stack, page, answer);
    }
  }

  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status) {
      super("status " + status);
      this.status = status;
    }

    boolean isUsual() {
      return status == 404 || status == 405 || status == 501;
    }
  }
}
