package org.inferometer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.dataset.Synthetic;
import org.inferometer.dataset.Template;
import org.inferometer.load.Load;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.wire.Api;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Dialect;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Transport;

/**
 * What a benchmark's parameters stand for.
 *
 * @param endpoint who is asked
 * @param transport what carries the requests
 * @param deadlines how long to wait for answers
 * @param prompts what is asked
 * @param renewal how prompts become new ones
 * @param nonces what sets this run's prompts apart from those of all others; null to ask them as
 *     they are
 * @param seed origin of the order of the prompts
 * @param generation arguments of every request
 * @param load when requests start
 * @param warmup how long a load that keeps to one rate goes on before it is measured
 * @param labels what is known of every request of this trial
 * @param records where records go, or null
 * @param standard a server that lives as long as the trial, or null
 */
record Cell(
    Endpoint endpoint,
    Transport transport,
    Deadlines deadlines,
    List<Prompt> prompts,
    PromptSequence.Renewal renewal,
    String nonces,
    long seed,
    Generation generation,
    Load load,
    Duration warmup,
    Labels labels,
    Path records,
    ExactScheduleServer standard) {

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
   * The cell of the run that this JVM was forked for, or else one made up from the parameters.
   *
   * @param byHand the load where no run says which
   */
  static Cell of(Target target, Supplier<Load> byHand) {
    if (System.getProperty(STANDARD.substring(2) + "records") != null) {
      return onStandard(target, byHand.get());
    }
    return property("run") == null ? byHand(target, byHand.get()) : planned(target);
  }

  private static Cell planned(Target target) {
    RunDirectory run = new RunDirectory(Path.of(property("run")));
    Plan plan = Plan.read(run.plan());
    Scenario scenario = plan.scenario();
    Load load =
        plan.trials().stream()
            .filter(trial -> trial.name().equals(property("name")))
            .findFirst()
            .orElseThrow()
            .load();
    Labels labels = labels(target, load, property("name"), Integer.valueOf(property("repeat")));
    Task task = scenario.task(target.task);
    return planned(scenario, task, load, labels, URI.create(property("url")), property("nonces"))
        .recordedIn(run.requests(target.stack, property("name")));
  }

  /**
   * The cell of {@code trial} for requests outside of it, which no file keeps: none asks a prompt
   * that is measured.
   */
  static Cell unrecorded(Scenario scenario, Trial trial, URI url) {
    Labels labels =
        new Labels(
            trial.stack(),
            trial.model(),
            trial.task(),
            trial.mode(),
            trial.load().label(),
            null,
            null,
            null,
            null,
            Phase.WARMUP,
            null);
    return planned(
        scenario,
        scenario.task(trial.task()),
        trial.load(),
        labels,
        url,
        UUID.randomUUID().toString());
  }

  /**
   * The cell of {@code labels} in a scenario, without a file for its records.
   *
   * @param nonces the prompts' nonces, unless the task asks its prompts as they are
   */
  private static Cell planned(
      Scenario scenario, Task task, Load load, Labels labels, URI url, String nonces) {
    Stack stack = scenario.stack(labels.stack());
    Template template = new Template(task.template(), task.maxWords());
    Endpoint endpoint =
        new Endpoint(
            stack.address(url),
            Api.valueOf(task.api().toUpperCase(Locale.ROOT)),
            stack.spoken(),
            stack.served(labels.model()),
            stack.apiKey() == null ? null : stack.apiKey().read(),
            stack.requests().readHeaders(),
            stack.requests().body(),
            stack.tls());
    return new Cell(
        endpoint,
        stack.transport(),
        scenario.deadlines(),
        filled(task.allPrompts(), template),
        task.renewal(),
        task.reuse() ? null : nonces,
        scenario.seed(),
        task.generation(labels.model()),
        load,
        scenario.measure().warmup(),
        labels,
        null,
        null);
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

  /** The same with other prompts. */
  Cell asking(Synthetic other) {
    return new Cell(
        endpoint,
        transport,
        deadlines,
        other.prompts(),
        other,
        nonces,
        seed,
        generation,
        load,
        warmup,
        labels,
        records,
        standard);
  }

  private Cell recordedIn(Path file) {
    return new Cell(
        endpoint,
        transport,
        deadlines,
        prompts,
        renewal,
        nonces,
        seed,
        generation,
        load,
        warmup,
        labels,
        file,
        standard);
  }

  /** How its client works, for {@code connections} at once. */
  ClientSettings settings(int connections) {
    return ClientSettings.forConnections(connections).with(deadlines).with(transport);
  }

  /** Which prompt each request gets. */
  PromptSequence sequence() {
    return new PromptSequence(
        prompts,
        renewal,
        nonces,
        seed,
        String.valueOf(labels.trial()),
        labels.fork() == null ? 1 : labels.fork());
  }

  /** What draws the times of an open loop's requests: the same for every stack. */
  long scheduleSeed() {
    long trial = new SplittableRandom(seed).nextLong() + String.valueOf(labels.trial()).hashCode();
    return new SplittableRandom(trial).nextLong() + (labels.fork() == null ? 1 : labels.fork());
  }

  /** A server's URL, {@code DIALECT@URL}, or {@code standard}; prompts from the working folder. */
  private static Cell byHand(Target target, Load load) {
    ExactScheduleServer standard =
        target.stack.equals(StackByHand.STANDARD) ? startStandard() : null;
    StackByHand stack =
        standard == null
            ? StackByHand.of(target.stack)
            : new StackByHand(Dialect.named("vllm"), standard.uri());
    return new Cell(
        new Endpoint(stack.url(), Api.COMPLETIONS, stack.dialect(), target.model, null),
        Transport.SOCKETS,
        Deadlines.defaults(),
        StackByHand.prompts(target.task),
        PromptSequence.Renewal.NONCE,
        UUID.randomUUID().toString(),
        1,
        new Generation(0.0, null, null, 64, null, null, null),
        load,
        Duration.ofSeconds(1),
        labels(target, load, null, null),
        null,
        standard);
  }

  /** The standard in the place of a stack: prompts of one size, records in a file. */
  private static Cell onStandard(Target target, Load load) {
    int promptBytes = Integer.parseInt(System.getProperty(STANDARD.substring(2) + "prompt"));
    URI url = URI.create(target.stack);
    return new Cell(
        new Endpoint(url, Api.COMPLETIONS, Dialect.named("openai"), target.model, null)
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
        Duration.ZERO,
        labels(target, load, "standard-" + load.name(), 1),
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

  private static Labels labels(Target target, Load load, String trial, Integer repeat) {
    return new Labels(
        target.stack,
        target.model,
        target.task,
        Mode.valueOf(target.mode.toUpperCase(Locale.ROOT)),
        load.label(),
        trial,
        repeat,
        null,
        null,
        null,
        null);
  }

  private static List<Prompt> filled(List<Prompt> prompts, Template template) {
    return prompts.stream()
        .map(prompt -> new Prompt(prompt.id(), template.fill(prompt), prompt.reference()))
        .toList();
  }

  private static String property(String name) {
    return System.getProperty(FLAG.substring(2) + name);
  }
}
