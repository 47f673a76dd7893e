package org.inferometer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Prompts;
import org.inferometer.scenario.Starter;
import org.inferometer.wire.Address;
import org.inferometer.wire.Api;
import org.inferometer.wire.Client;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;

/** The server of a benchmark that is run by hand, by its parameter {@code stack}. */
record StackByHand(Dialect dialect, URI url) {
  /** In the place of a server: the exact-schedule server, started for the benchmark. */
  static final String STANDARD = "standard";

  /**
   * Reads {@code [NAME=][DIALECT@]URL}, where a dialect is as in {@link Protocols#spoken}.
   *
   * @throws IllegalArgumentException saying what is wrong and what is allowed
   */
  static StackByHand of(String text) {
    String stack = text.replaceFirst("^[a-z0-9.-]+=", "");
    int at = stack.matches("[a-z-]*(/[a-z-]*)?@.*") ? stack.indexOf('@') : -1;
    try {
      return new StackByHand(
          Protocols.spoken(at < 0 ? "openai" : stack.substring(0, at)),
          Address.of(stack.substring(at + 1)).uri());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "-p stack=... is no stack: %s, DIALECT@URL (dialects %s, protocols %s), either with NAME= before it, or %s"
              .formatted(e.getMessage(), Protocols.usual().names(), Protocols.names(), STANDARD),
          e);
    }
  }

  /**
   * Looks whether somebody is there.
   *
   * @throws IllegalArgumentException saying that nobody is
   */
  void requireListening() {
    Endpoint endpoint = new Endpoint(url, Api.COMPLETIONS, dialect, "any", null);
    try (Client client = Client.open(endpoint, ClientSettings.forConnections(1))) {
      client.connect(1);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("-p stack: " + e.getMessage(), e);
    }
  }

  /** The prompts of a task: those of the working folder, else those that come with this program. */
  static List<Prompt> prompts(String task) {
    Path here = here(task);
    if (Files.exists(here) || !Starter.TASKS.contains(task)) {
      return Prompts.read(here);
    }
    try {
      Path folder = Files.createTempDirectory("prompts");
      Path file = folder.resolve(task + ".jsonl");
      Starter.writePrompts(task, file);
      List<Prompt> prompts = Prompts.read(file);
      Files.delete(file);
      Files.delete(folder);
      return prompts;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the prompts of " + task, e);
    }
  }

  /**
   * Looks whether there are prompts of {@code task}.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static void requirePrompts(String task) {
    if (!Files.exists(here(task)) && !Starter.TASKS.contains(task)) {
      throw new IllegalArgumentException(
          "-p task=%s: there is no %s; allowed: %s, or the name of a file there"
              .formatted(task, here(task), String.join(", ", Starter.TASKS)));
    }
  }

  private static Path here(String task) {
    return Path.of("scenarios", "prompts", task + ".jsonl");
  }
}
