package org.inferometer.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.inferometer.machine.Clock;
import org.inferometer.scenario.CoolDown;
import org.inferometer.scenario.Durations;
import org.inferometer.scenario.Trial;

/**
 * Has trials wait until the GPUs of their stacks are cool enough, where the scenario says so.
 *
 * @param wanted null if it does not
 * @param celsius temperatures of the GPUs of some stacks, or, where it is not known which these
 *     are, of all, by their names
 * @param kept is told what a reader of the results has to know
 */
record Cooling(
    CoolDown wanted,
    Function<List<String>, Map<String, Double>> celsius,
    Consumer<String> kept,
    Listeners told,
    Cancellation cancellation) {
  private static final long BETWEEN_LOOKS_MILLIS = 200;

  /**
   * Tells if there is nothing to wait for: before the first stack is started.
   *
   * @param gpus what is known of those there are
   */
  void check(String gpus) {
    if (wanted != null && celsius.apply(List.of()).isEmpty()) {
      tell("no trial waits for it, as no GPU tells its temperature: " + gpus);
    }
  }

  /** Waits before {@code point}, whose stacks are up. */
  void await(List<Trial> point) throws InterruptedException {
    if (wanted == null || hot(point).isEmpty()) {
      return;
    }
    long end = Clock.nanos() + wanted.atMost().toNanos();
    try (Listeners.During cooling = told.during("cooling down " + words(hot(point)))) {
      while (!hot(point).isEmpty() && Clock.nanos() < end) {
        cancellation.requireGoingOn();
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      }
    }
    if (!hot(point).isEmpty()) {
      tell(
          "%s began with %s, after %s"
              .formatted(point.get(0), words(hot(point)), Durations.format(wanted.atMost())));
    }
  }

  private void tell(String sentence) {
    kept.accept(sentence);
    told.note("cool-down: " + sentence);
  }

  private Map<String, Double> hot(List<Trial> point) {
    Map<String, Double> all =
        new TreeMap<>(celsius.apply(point.stream().map(Trial::stack).toList()));
    all.values().removeIf(one -> one < wanted.below());
    return all;
  }

  private static String words(Map<String, Double> hot) {
    return hot.entrySet().stream()
        .map(one -> "%s at %.0f °C".formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining(", "));
  }
}
