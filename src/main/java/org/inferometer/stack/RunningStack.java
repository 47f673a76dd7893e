package org.inferometer.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.inferometer.machine.Processors;
import org.inferometer.scenario.Durations;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;
import org.inferometer.telemetry.Source;

/** A stack that is up and serves its models. Closing it stops what was launched for it. */
public final class RunningStack implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  /** A process that has closed its connections may need as long to end. */
  private static final long END_MILLIS = 1000;

  private static final Duration COUNTERS = Duration.ofSeconds(2);

  private final Stack stack;
  private final List<Model> models;
  private final URI url;
  private final Command command;
  private final StackProcess process;
  private final Consumer<String> left;
  private OptionalLong root = OptionalLong.empty();
  private Fingerprint fingerprint;
  private String doubt;
  private boolean closed;

  private RunningStack(
      Stack stack,
      List<Model> models,
      URI url,
      Share share,
      Path folder,
      Path log,
      Consumer<String> left) {
    this.stack = stack;
    this.models = List.copyOf(models);
    this.url = url;
    this.left = left;
    this.command = stack.launch() == null ? null : new Command(stack, models.get(0), url);
    this.process =
        command == null
            ? null
            : StackProcess.start(
                stack.name(),
                command.arguments(),
                share.added(command.environment()),
                share.processors(),
                folder,
                log,
                stack.launch().stop());
  }

  /**
   * Launches {@code stack} with {@code model}, or finds it running, and returns when it answers.
   *
   * @param folder where a launched process runs
   * @param log file that its output is appended to
   * @throws StackException if it cannot be reached, dies, or is not ready in time
   */
  public static RunningStack start(Stack stack, Model model, Path folder, Path log) {
    return start(stack, List.of(model), Share.ANY, folder, log, sentence -> {});
  }

  /**
   * The same with no more than {@code share} of the machine, which is for those launched.
   *
   * @param models which it is asked beside each other; a command that names one cannot serve others
   * @param left is told which processes of it cannot be ended, a sentence for each stop
   */
  public static RunningStack start(
      Stack stack, List<Model> models, Share share, Path folder, Path log, Consumer<String> left) {
    URI url = stack.launch() == null ? stack.url() : Ports.of(stack);
    RunningStack running = new RunningStack(stack, models, url, share, folder, log, left);
    try {
      running.becomeReady();
      return running;
    } catch (RuntimeException | Error e) {
      running.close();
      throw e;
    }
  }

  /** The stack's name in the scenario. */
  public String name() {
    return stack.name();
  }

  /** Where it listens. */
  public URI url() {
    return url;
  }

  /** The process started for it; empty for one that ran already. */
  public OptionalLong pid() {
    return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
  }

  /**
   * The root of the process tree that serves; empty for one that ran already, and for a container
   * whose processes are not known here.
   */
  public OptionalLong root() {
    return root;
  }

  /** The processes of what was launched for it. */
  Set<Long> pids() {
    return process.pids();
  }

  /** What is known about it. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /**
   * Has it empty its prefix cache, where its scenario wants that.
   *
   * @return why it may not have; empty if it has, or was not to
   */
  public Optional<String> resetCache() throws InterruptedException {
    if (stack.resetCache() == null) {
      return Optional.empty();
    }
    Optional<String> problem = CacheReset.of(stack, url);
    if (problem.isPresent() || fingerprint.cache() == null) {
      fingerprint = fingerprint.cache(problem.orElse("reset before each trial"));
    }
    return problem;
  }

  /** What its server has counted since it started; empty for one that does not tell. */
  public ServerCounters counters() {
    URI page = stack.metrics(url);
    if (page == null) {
      return ServerCounters.NONE;
    }
    try (ServerView view = view(page)) {
      return view.counters();
    } catch (IOException e) {
      return ServerCounters.NONE;
    }
  }

  /**
   * What its server says of itself, to be asked while it works; empty for one that says nothing.
   *
   * @param problems is told why, where something else was to be expected
   */
  public Optional<Source> view(Consumer<String> problems) {
    URI page = stack.metrics(url);
    if (page == null) {
      return Optional.empty();
    }
    ServerView view = view(page);
    Optional<ServerView.Silence> silence = view.silence();
    if (silence.isEmpty()) {
      return Optional.of(view);
    }
    view.close();
    silence
        .filter(why -> !why.usual() || stack.metrics() != null)
        .ifPresent(why -> problems.accept(why.sentence(stack.name())));
    return Optional.empty();
  }

  private ServerView view(URI page) {
    return new ServerView(stack, url, page, served());
  }

  /** What its models are called there. */
  private String[] served() {
    return models.stream().map(one -> stack.served(one.name())).distinct().toArray(String[]::new);
  }

  /** What it has counted of its requests; empty for a stack that does not tell. */
  public Optional<InferenceStatistics> inferenceStatistics() {
    if (!stack.speaksTriton()) {
      return Optional.empty();
    }
    try (ControlClient client = new ControlClient(stack, url, COUNTERS)) {
      return InferenceStatistics.read(client, served());
    }
  }

  /** Whether it was launched so lately that its scenario still waits for it. */
  public boolean mayStillLoad() {
    return process != null
        && Instant.now().isBefore(process.launched().plus(stack.launch().timeout()));
  }

  /** Takes note that it has just answered a request for the first time: its start is over. */
  public void answered() {
    if (process != null) {
      fingerprint = fingerprint.answered(secondsSinceLaunch());
    }
  }

  /** Why requests to it may fail, if anything speaks for it. */
  public Optional<String> doubt() {
    return Optional.ofNullable(doubt);
  }

  /**
   * Throws if the process launched for it has ended.
   *
   * @throws StackException with its exit status and the last lines of its log
   */
  public void requireAlive() {
    if (process != null) {
      process.requireAlive();
    }
  }

  /**
   * Why it fails: that it has ended, with its last words, or else what was {@code seen} of that
   * from outside.
   */
  public StackException why(StackException seen) {
    try {
      if (process != null && process.endsWithin(END_MILLIS)) {
        requireAlive();
      }
    } catch (StackException ended) {
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return seen;
  }

  /**
   * Throws if what was launched for it may run elsewhere than on {@code processors}.
   *
   * @throws StackException saying where
   */
  void requireOn(Processors processors) {
    process.requireOn(processors);
  }

  /** Stops what was launched, and all that it started. Does nothing the second time. */
  @Override
  public void close() {
    if (process != null && !closed) {
      closed = true;
      process.close();
      if (!process.left().isEmpty()) {
        left.accept(
            "stack %s: not even SIGKILL ends process %s; what is measured now shares the machine with it"
                .formatted(stack.name(), String.join(", ", process.left())));
      }
    }
  }

  private void becomeReady() {
    try (ControlClient client = new ControlClient(stack, url)) {
      Double readySeconds = process == null ? null : awaitReady(client);
      Introspection server =
          models.stream()
              .map(model -> introspect(model, client))
              .reduce(Introspection::with)
              .orElseThrow();
      doubt = server.doubt();
      root = process == null ? root : process.root();
      fingerprint =
          new Fingerprint(
              url.toString(),
              stack.spoken().label(),
              server.version(),
              server.server(),
              server.models(),
              server.maxLength(),
              Settings.of(stack, models, url, client),
              command == null ? null : command.shown(),
              process == null ? null : process.pid(),
              process == null ? null : process.launched().toString(),
              readySeconds,
              null,
              null);
    }
  }

  private Introspection introspect(Model model, ControlClient client) {
    try {
      return Introspection.of(stack, model, url, client);
    } catch (StackException e) {
      throw why(e);
    }
  }

  private double awaitReady(ControlClient client) {
    try {
      for (String found = notReady(client); found != null; found = notReady(client)) {
        if (process.endsWithin(POLL_MILLIS)) {
          process.requireAlive();
        }
        if (!mayStillLoad()) {
          throw new StackException(
              stack.name(),
              "%s%s did not answer 200 within %s, at last: %s; if it only needs longer, raise launch.timeout; if it answers elsewhere, set launch.ready%n%s"
                  .formatted(
                      url,
                      stack.launch().ready(),
                      Durations.format(stack.launch().timeout()),
                      found,
                      process.lastLines()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException(stack.name(), "the wait for it was interrupted");
    }
    process.requireAlive();
    return secondsSinceLaunch();
  }

  private double secondsSinceLaunch() {
    return Duration.between(process.launched(), Instant.now()).toMillis() / 1000.0;
  }

  /** What it says instead of being ready; null once it is. */
  private String notReady(ControlClient client) {
    try {
      int status = client.get(stack.launch().ready()).status();
      return status == 200 ? null : "status " + status;
    } catch (IOException e) {
      return "no answer";
    }
  }
}
