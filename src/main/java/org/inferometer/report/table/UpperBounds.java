package org.inferometer.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.load.Closed;
import org.inferometer.record.Mode;
import org.inferometer.result.ArithmeticBound;
import org.inferometer.result.CacheUse;
import org.inferometer.result.MemoryBound;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Stack;

/**
 * What memory and arithmetic let the built-in server do at most at p = 1, and what a GPU's memory
 * lets the stacks do that compute on it, and how near to it each such stack came on its best task.
 */
final class UpperBounds {
  /** A bound is what a loop reached, which other programs may pass by a tenth. */
  private static final double PASSED = 1.1;

  private final Run run;
  private final Model model;

  private UpperBounds(Run run, Model model) {
    this.run = run;
    this.model = model;
  }

  static List<String> of(Run run) {
    List<String> sentences = new ArrayList<>();
    for (Model model : run.plan().scenario().models()) {
      UpperBounds of = new UpperBounds(run, model);
      MemoryBound.of(run, model.name()).map(of::memory).ifPresent(sentences::add);
      ArithmeticBound.of(run, model.name()).map(of::arithmetic).ifPresent(sentences::add);
      MemoryBound.ofGpu(run, model.name()).flatMap(of::memoryOfGpu).ifPresent(sentences::add);
    }
    return sentences;
  }

  /** The next token needs every weight. */
  private String memory(MemoryBound bound) {
    return String.format(
        Locale.ROOT,
        "%s on the built-in server: at most %s tok/s at p = 1 = %.1f GB/s (this machine, reading as many bytes over and over) / %.1f MB of weights a token; not a bound of computing%s",
        model.label(),
        Decimals.of(bound.tokensPerSecond()),
        bound.bytesPerSecond() / 1e9,
        bound.bytesPerToken() / 1e6,
        best(UpperBounds::isBuiltIn, one -> decoding(one, bound)));
  }

  /** Empty where none computes on the GPU. */
  private Optional<String> memoryOfGpu(MemoryBound bound) {
    String best = best(this::isOnGpu, one -> decoding(one, bound));
    return best.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s on %s: at most %s tok/s at p = 1 = %.1f GB/s (its memory's bus at its highest clock) / %.1f MB of weights a token in half precision; not a bound of computing%s",
                model.label(),
                run.environment().at("/host/gpus/gpus/0/name").asText("the GPU"),
                Decimals.of(bound.tokensPerSecond()),
                bound.bytesPerSecond() / 1e9,
                bound.bytesPerToken() / 1e6,
                best));
  }

  private static boolean isBuiltIn(Stack stack) {
    return stack.launch() != null && stack.launch().inferometer();
  }

  private boolean isOnGpu(Stack stack) {
    return alone(stack).anyMatch(one -> one.estimate(Metric.GPU_MEMORY_MEAN).isPresent());
  }

  private static Optional<Reached> decoding(TrialResult one, MemoryBound bound) {
    double speed = one.estimate(Metric.DECODE_SPEED).value();
    return Reached.of(
        speed / bound.tokensPerSecond(), "decoded %s tok/s".formatted(Decimals.of(speed)));
  }

  /** The first token needs a multiplication with every weight for each token of the prompt. */
  private String arithmetic(ArithmeticBound bound) {
    return String.format(
        Locale.ROOT,
        "%s on the built-in server: a P2FT of at least %s ms a prompt token at p = 1 = %s MFLOP a token / %.1f GFLOP/s (this machine, multiplying and adding over and over); not a bound of attention%s",
        model.label(),
        Decimals.of(bound.firstTokenMillis(1)),
        Decimals.of(bound.flopPerToken() / 1e6),
        bound.flopPerSecond() / 1e9,
        best(UpperBounds::isBuiltIn, one -> prefilling(one, bound)));
  }

  private static Optional<Reached> prefilling(TrialResult one, ArithmeticBound bound) {
    double p2ft = one.estimate(Metric.P2FT).value();
    CacheUse cache = one.asked().cache();
    double cached = cache == null ? 0 : cache.share();
    double tokens = one.estimate(Metric.PROMPT_TOKENS).value() * (1 - cached);
    return Reached.of(
        bound.firstTokenMillis(tokens) / p2ft,
        "needed %s ms for %s tokens".formatted(Decimals.of(p2ft), Decimals.of(tokens)));
  }

  /** What one trial reached of its bound. */
  private record Reached(double share, String words) {
    static Optional<Reached> of(double share, String words) {
      return share > 0 && Double.isFinite(share)
          ? Optional.of(new Reached(share, words))
          : Optional.empty();
    }
  }

  private String best(Predicate<Stack> which, Function<TrialResult, Optional<Reached>> trial) {
    return run.stacks().stream()
        .filter(which)
        .flatMap(
            stack ->
                alone(stack)
                    .flatMap(one -> trial.apply(one).stream())
                    .max((a, b) -> Double.compare(a.share, b.share))
                    .map(found -> told(stack, found))
                    .stream())
        .collect(Collectors.joining());
  }

  private String told(Stack stack, Reached found) {
    return String.format(
        Locale.ROOT,
        "; %s %s, %.0f %%%s",
        CellTable.label(run, stack.name()),
        found.words,
        100 * found.share,
        found.share > PASSED ? ": so it is none, this machine was slower when it was read" : "");
  }

  private Stream<TrialResult> alone(Stack stack) {
    return run.trials().stream()
        .filter(one -> one.stack().equals(stack.name()))
        .filter(one -> one.cell().model().equals(model.name()))
        .filter(one -> one.cell().mode() == Mode.STREAM && one.cell().load().equals(Closed.ONE))
        .filter(one -> one.cell().measure() == Measure.COMPLETE);
  }
}
