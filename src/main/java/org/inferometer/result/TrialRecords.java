package org.inferometer.result;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.inferometer.load.Open;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestMetrics;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.inferometer.scenario.Task;

/** The records of one cell on one stack while they come in, by iteration. */
final class TrialRecords {
  /**
   * Tokens that a chat template may write before a prompt: those of published models have fewer.
   */
  private static final int LONGEST_HEAD = 256;

  final Cell cell;
  private final Slo slo;
  private final CommonPrompts common;
  private final boolean warmupApart;
  private final Map<String, Iteration> iterations = new TreeMap<>();

  /** All requests by what they were for. */
  final Map<Phase, Long> phases = new EnumMap<>(Phase.class);

  /** Measured requests by outcome. */
  final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

  /** How measured requests failed. */
  final Failures.Counter failures = new Failures.Counter();

  TokenSource tokenSource;
  long reads;
  long crowdedReads;

  long usageTokens;
  long eventTokens;
  long outputTokens;
  long hiddenTokens;
  long unknownStarts;

  /** Of the requests that were to be given up, those whose answers had ended before. */
  long endedFirst;

  final OutputLengths lengths = new OutputLengths();
  final TokensPerEvent perEvent = new TokensPerEvent();

  /** What came of requests of every phase, by repeat. */
  final Map<Integer, AfterCancel.Received> received = new TreeMap<>();

  private long answered;
  private long compared;

  private long promptTokens;
  private long cachedTokens;
  private boolean cacheTold;

  /**
   * By task that is asked with a chat template: the fewest tokens that a cache held of a prompt.
   */
  private final Map<String, Integer> leastCached = new HashMap<>();

  /** What the client saw of all requests, by fork. */
  final SortedMap<Integer, Seen> seen = new TreeMap<>();

  private final Function<String, Task> tasks;
  private final Earlier earlier;
  private long earlierTokens;
  final Turns turns = new Turns();

  final RecordChecks checks;

  /**
   * @param tasks what a task's name stands for
   */
  TrialRecords(
      String stack, Cell cell, Slo slo, CommonPrompts common, Function<String, Task> tasks) {
    this.tasks = tasks;
    this.earlier = new Earlier(tasks);
    this.cell = cell;
    this.slo = slo.under(cell.load());
    this.warmupApart = !(cell.load() instanceof Open);
    this.common = common;
    this.checks = new RecordChecks(stack, cell);
  }

  void add(RequestRecord record) {
    add(record, true);
  }

  /**
   * The same.
   *
   * @param active whether all who were to ask at that time did: if not it is not measured
   */
  void add(RequestRecord record, boolean active) {
    boolean measured = active && record.phase() == Phase.MEASURED;
    checks.look(record);
    phases.merge(active ? record.phase() : Phase.EDGE, 1L, Long::sum);
    seen.computeIfAbsent(record.fork(), fork -> new Seen()).add(record);
    // What warms an open loop up is a part of its load, and its tokens may come in the window.
    boolean warmup = warmupApart && record.phase() == Phase.WARMUP;
    iterations
        .computeIfAbsent(
            key(record.fork(), warmup, record.iteration()),
            key -> new Iteration(record.fork(), record.iteration(), warmup))
        .add(record, active, slo, common);
    received.computeIfAbsent(record.fork(), fork -> new AfterCancel.Received()).add(record);
    if (!measured) {
      return;
    }
    outcomes.merge(record.judged(), 1L, Long::sum);
    endedFirst += record.judged() != record.outcome() ? 1 : 0;
    failures.add(record);
    int seen = record.promptTokens() == null ? 0 : earlier.tokens(record);
    turns.add(record, common.have(record), seen);
    if (record.judged() == Outcome.OK) {
      answered++;
      compared += common.have(record) ? 1 : 0;
      tokens(record);
      earlierTokens += seen;
      head(record);
      reads(record);
    }
  }

  private static String key(int fork, boolean warmup, int number) {
    return "%09d %s %09d".formatted(fork, warmup ? "a" : "b", number);
  }

  /** The iteration of which {@code part} holds the requests of one task. */
  Iteration beside(Iteration part) {
    return iterations.get(key(part.fork, part.warmup, part.number));
  }

  private void tokens(RequestRecord record) {
    TokenSource source = record.tokenSource();
    if (source != null && (tokenSource == null || source.compareTo(tokenSource) > 0)) {
      tokenSource = source;
    }
    if (record.outputTokens() != null && record.eventTokens() != null) {
      usageTokens += record.outputTokens();
      eventTokens += record.eventTokens();
    } else if (record.outputTokens() != null && record.mode() == Mode.STREAM) {
      // What an event brings nobody says, but it is one token at least.
      int brought = Arrays.stream(record.events()).sum() + RequestMetrics.hiddenTokens(record);
      usageTokens += record.outputTokens();
      eventTokens += Math.max(record.outputTokens(), brought);
    }
    outputTokens += record.outputTokens() == null ? 0 : record.outputTokens();
    hiddenTokens += RequestMetrics.hiddenTokens(record);
    unknownStarts += record.unknownEvents() == null ? 0 : 1;
    lengths.add(record);
    perEvent.add(record);
    // Some servers leave a count of 0 out: what one answer tells, the others would have told.
    promptTokens += record.promptTokens() == null ? 0 : record.promptTokens();
    cachedTokens += record.cachedTokens() == null ? 0 : record.cachedTokens();
    cacheTold |= record.cachedTokens() != null;
  }

  /** What the answers tell of a cache, or null. */
  CacheUse cache() {
    return cacheTold && promptTokens > 0
        ? new CacheUse((double) cachedTokens / promptTokens, CacheUse.USAGE)
        : null;
  }

  private void head(RequestRecord record) {
    Task task = tasks.apply(record.task());
    if (task != null && task.api().equals("chat")) {
      int cached = record.cachedTokens() == null ? 0 : record.cachedTokens();
      leastCached.merge(record.task(), Math.min(cached, LONGEST_HEAD), Math::min);
    }
  }

  /**
   * Share of the prompt tokens that the server had seen before, or that its chat template writes
   * before every prompt, which is what its cache held of each; null where that is nothing.
   */
  Double earlier() {
    int head = leastCached.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    long tokens = Math.max(earlierTokens, head * answered);
    return tokens == 0 ? null : (double) tokens / promptTokens;
  }

  Compared compared() {
    return new Compared(compared, answered, common.enough());
  }

  private void reads(RequestRecord record) {
    for (int i = 0; record.mode() == Mode.STREAM && i < record.events().length; i++) {
      reads += record.events()[i] > 0 ? 1 : 0;
      crowdedReads += record.events()[i] > 1 ? 1 : 0;
    }
  }

  /** Every iteration, warm-up included, in the order of forks and time. */
  List<Iteration> all() {
    return List.copyOf(iterations.values());
  }

  /** The measured iterations in the order of forks. */
  List<Iteration> measured() {
    return iterations.values().stream().filter(one -> !one.warmup && one.isMeasured()).toList();
  }
}
