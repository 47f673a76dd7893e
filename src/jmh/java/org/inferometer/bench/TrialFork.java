package org.inferometer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.load.Load;
import org.inferometer.load.Part;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Cell;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.wire.Api;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;

/**
 * What a fork's flags, or the benchmark's parameters, stand for.
 *
 * @param cells who is asked what: one for each task, of which there are several where they are
 *     mixed
 * @param records where records go, or null
 * @param answers where the texts of answers go, if they are kept; or null
 * @param standard a server that lives as long as the trial, or null
 */
record TrialFork(List<Cell> cells, Path records, Path answers, ExactScheduleServer standard) {

  TrialFork(Cell cell, Path records, ExactScheduleServer standard) {
    this(List.of(cell), records, null, standard);
  }

  /** The first, or only one. */
  Cell cell() {
    return cells.get(0);
  }

  /** Start of the flags that tell a fork which trial of which run it is. */
  static final String FLAG = "-Dinferometer.trial.";

  /** Start of the flags that tell a fork that the stack is the standard. */
  static final String STANDARD = "-Dinferometer.standard.";

  /** The flags for a fork that runs {@code trial} on the server at {@code url}. */
  static List<String> flags(RunDirectory run, Trial trial, URI url, String nonces) {
    return List.of(
        FLAG + "nonces=" + nonces,
        FLAG + "run=" + run.root(),
        FLAG + "url=" + url,
        FLAG + "name=" + trial.name(),
        FLAG + "repeat=" + trial.repeat());
  }

  /**
   * That of the run that this JVM was forked for, or else one made up from the parameters.
   *
   * @param byHand the load where no run says which
   */
  static TrialFork of(Target target, Supplier<Load> byHand) {
    if (System.getProperty(STANDARD.substring(2) + "records") != null) {
      return onStandard(target, byHand.get());
    }
    return property("run") == null ? byHand(target, byHand.get()) : planned(target);
  }

  private static TrialFork planned(Target target) {
    RunDirectory run = new RunDirectory(Path.of(property("run")));
    Plan plan = Plan.read(run.plan());
    Scenario scenario = plan.scenario();
    String name = property("name");
    Trial trial =
        plan.trials().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    List<Cell> cells = trial.parts().stream().map(part -> planned(target, scenario, part)).toList();
    return new TrialFork(
        cells, run.requests(target.stack, name), run.answers(target.stack, name), null);
  }

  private static Cell planned(Target target, Scenario scenario, Trial part) {
    Part asked = new Part(part.model(), part.task());
    Labels labels = labels(target, asked, part.load(), part.name(), repeat());
    URI url = URI.create(property("url"));
    return Cell.of(scenario, part.load(), labels, url, property("nonces"));
  }

  /** Where this JVM says how it fared while it measured {@code stack}; null by hand. */
  static Path health(String stack) {
    return property("run") == null
        ? null
        : new RunDirectory(Path.of(property("run"))).health(stack, property("name"));
  }

  /** Which repeat of its trial this JVM was forked for. */
  static int repeat() {
    return Integer.parseInt(property("repeat"));
  }

  /** A server's URL, {@code DIALECT@URL}, or {@code standard}; prompts from the working folder. */
  private static TrialFork byHand(Target target, Load load) {
    ExactScheduleServer standard =
        target.stack.equals(StackByHand.STANDARD) ? startStandard() : null;
    StackByHand stack =
        standard == null
            ? StackByHand.of(target.stack)
            : new StackByHand(Protocols.spoken("vllm"), standard.uri());
    return new TrialFork(
        new Cell(
            new Endpoint(stack.url(), Api.COMPLETIONS, stack.dialect(), target.model, null),
            Transport.SOCKETS,
            Deadlines.defaults(),
            StackByHand.prompts(target.task),
            PromptSequence.Renewal.NONCE,
            UUID.randomUUID().toString(),
            1,
            new Generation(0.0, null, null, 64, null, null, null),
            load,
            null,
            Duration.ofSeconds(1),
            labels(target, named(target), load, null, null)),
        null,
        standard);
  }

  /** The standard in the place of a stack: prompts of one size, records in a file. */
  private static TrialFork onStandard(Target target, Load load) {
    int promptBytes = Integer.parseInt(System.getProperty(STANDARD.substring(2) + "prompt"));
    URI url = URI.create(target.stack);
    return new TrialFork(
        new Cell(
            new Endpoint(url, Api.COMPLETIONS, Protocols.spoken("openai"), target.model, null)
                .trustingAny(),
            Transport.named(System.getProperty(STANDARD.substring(2) + "transport")),
            Deadlines.defaults(),
            List.of(
                new Prompt("warm-up", "x".repeat(promptBytes), null),
                new Prompt("measured", "y".repeat(promptBytes), null)),
            PromptSequence.Renewal.NONCE,
            null,
            1,
            new Generation(0.0, null, null, null, null, null, null),
            load,
            null,
            Duration.ZERO,
            labels(target, named(target), load, "standard-" + load.name(), 1)),
        Path.of(System.getProperty(STANDARD.substring(2) + "records")),
        null);
  }

  private static ExactScheduleServer startStandard() {
    try {
      return ExactScheduleServer.start(0, "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the standard server: " + e.getMessage(), e);
    }
  }

  private static Part named(Target target) {
    return new Part(target.model, target.task);
  }

  private static Labels labels(Target target, Part asked, Load load, String trial, Integer repeat) {
    return new Labels(
        target.stack,
        asked.model(),
        asked.task(),
        Mode.valueOf(target.mode.toUpperCase(Locale.ROOT)),
        load.label(),
        trial,
        repeat,
        null,
        null,
        null,
        null);
  }

  private static String property(String name) {
    return System.getProperty(FLAG.substring(2) + name);
  }
}
