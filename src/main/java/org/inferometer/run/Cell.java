package org.inferometer.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.inferometer.dataset.Batches;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prefix;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.dataset.Questions;
import org.inferometer.dataset.Synthetic;
import org.inferometer.dataset.Template;
import org.inferometer.dataset.TracePrompts;
import org.inferometer.load.Cancel;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Trace;
import org.inferometer.load.trace.TraceRow;
import org.inferometer.record.Labels;
import org.inferometer.record.Phase;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Talk;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;
import org.inferometer.wire.ClientSettings;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Transport;

/**
 * What is asked of whom in a cell of a scenario.
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
 * @param cancel which requests are given up; null for none
 * @param warmup how long a load that keeps to one rate goes on before it is measured
 * @param labels what is known of every request of this trial
 * @param talk how conversations are held
 * @param prefix what some prompts begin with; null for nothing
 * @param texts what the texts of answers are wanted for; null if for nothing
 * @param batch prompts that each request asks together
 */
public record Cell(
    Endpoint endpoint,
    Transport transport,
    Deadlines deadlines,
    List<Prompt> prompts,
    PromptSequence.Renewal renewal,
    String nonces,
    long seed,
    Generation generation,
    Load load,
    Cancel cancel,
    Duration warmup,
    Labels labels,
    Talk talk,
    Prefix prefix,
    Texts texts,
    int batch) {

  /** Without conversations and shared beginnings. */
  public Cell(
      Endpoint endpoint,
      Transport transport,
      Deadlines deadlines,
      List<Prompt> prompts,
      PromptSequence.Renewal renewal,
      String nonces,
      long seed,
      Generation generation,
      Load load,
      Cancel cancel,
      Duration warmup,
      Labels labels) {
    this(
        endpoint,
        transport,
        deadlines,
        prompts,
        renewal,
        nonces,
        seed,
        generation,
        load,
        cancel,
        warmup,
        labels,
        Talk.DEFAULT,
        null,
        null,
        1);
  }

  /**
   * The cell of {@code labels} in a scenario.
   *
   * @param nonces the prompts' nonces, unless the task asks its prompts as they are
   */
  public static Cell of(Scenario scenario, Load load, Labels labels, URI url, String nonces) {
    Task task = scenario.task(labels.task());
    Stack stack = scenario.stack(labels.stack());
    Template template = new Template(task.template(), task.maxWords());
    Endpoint endpoint =
        new Endpoint(
            stack.address(url),
            stack.asks(task),
            stack.spoken(),
            stack.served(labels.model()),
            stack.apiKey() == null ? null : stack.apiKey().read(),
            stack.requests().readHeaders(),
            body(stack, task),
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
        task.cancel(),
        scenario.measure().warmup(),
        labels,
        task.talk(),
        task.prefix(),
        Texts.of(scenario, labels),
        task.perRequest());
  }

  /** A stack's own fields of each request, and the task's tools. */
  private static ObjectNode body(Stack stack, Task task) {
    ObjectNode fields = stack.requests().body();
    if (task.tools() == null) {
      return fields;
    }
    ObjectNode both = fields == null ? JsonNodeFactory.instance.objectNode() : fields.deepCopy();
    both.set("tools", stack.spoken().protocol().tools(task.tools()));
    return both;
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
    return of(scenario, trial.load(), labels, url, UUID.randomUUID().toString());
  }

  /** The same with other prompts, one at a time. */
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
        Closed.ONE,
        null,
        warmup,
        labels);
  }

  /** How its client works, for {@code connections} at once. */
  public ClientSettings settings(int connections) {
    ClientSettings settings =
        ClientSettings.forConnections(connections).with(deadlines).with(transport);
    return keepsTexts() ? settings.keepingTexts() : settings;
  }

  /** Whether some of its prompts have several turns. */
  public boolean hasConversations() {
    return prompts.stream().anyMatch(one -> new Conversation(one).turns() > 1);
  }

  /** Whether the texts of its answers are wanted for anything. */
  public boolean keepsTexts() {
    return texts != null || hearsAnswers();
  }

  /** Whether an answer decides on what is asked next. */
  public boolean hearsAnswers() {
    return talk.hearsAnswers() && hasConversations();
  }

  /** What each request asks. */
  public Questions questions() {
    String trial = String.valueOf(labels.trial());
    int repeat = labels.fork() == null ? 1 : labels.fork();
    if (load instanceof Open open && open.schedule() instanceof Trace trace) {
      return new TracePrompts(lengths(trace), TraceRow.BLOCK, nonces, trial, repeat);
    }
    Questions own = new PromptSequence(prompts, renewal, nonces, seed, trial, repeat);
    Questions single =
        prefix == null
            ? own
            : prefix.before(own, nonces == null ? "" : nonces + "/" + trial + "/" + repeat);
    return batch == 1 ? single : new Batches(single, batch);
  }

  private static List<TracePrompts.Lengths> lengths(Trace trace) {
    return trace.requests().stream()
        .map(one -> new TracePrompts.Lengths(one.inputTokens(), one.outputTokens(), one.blocks()))
        .toList();
  }

  /** What draws when requests start, and of which tasks: the same for every stack. */
  public long scheduleSeed() {
    long trial = new SplittableRandom(seed).nextLong() + String.valueOf(labels.trial()).hashCode();
    return new SplittableRandom(trial).nextLong() + (labels.fork() == null ? 1 : labels.fork());
  }

  private static List<Prompt> filled(List<Prompt> prompts, Template template) {
    return prompts.stream().map(template::applied).toList();
  }
}
