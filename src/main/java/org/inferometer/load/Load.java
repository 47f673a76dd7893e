package org.inferometer.load;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** When requests start. Loads are compared at equal {@link #label}s. */
public sealed interface Load permits Closed, Open, Users {
  /** As a reader of a run wants them: by kind, each from its lowest level on. */
  Comparator<Load> ORDER =
      Comparator.comparing(Load::axis).thenComparing(Load::kind).thenComparing(Load::level);

  /** What stands between the names of tasks, and of models, that are mixed. */
  String BESIDE = "+";

  /** What it is called in records and files, like {@code p=8}; no two loads of a task share it. */
  String label();

  /** The end of the names of its trials, and so of files: letters, digits, dots and dashes. */
  String name();

  /** Loads of one kind differ in nothing but their level: figures draw a line through them. */
  String kind();

  LoadAxis axis();

  /** Where it stands on its {@link #axis}. */
  double level();

  /** Requests in flight that the client gets ready for before the first one starts. */
  int connections();

  /**
   * How often each task is asked, as weights by {@code TASK} or, of models that are asked beside
   * each other, by {@code MODEL/TASK}, where it asks several; else empty.
   */
  default Map<String, Integer> mix() {
    return Map.of();
  }

  /** Whether it says itself which models are asked. */
  default boolean namesModels() {
    return mix().keySet().stream().anyMatch(Part::namesModel);
  }

  /** What it mixes, asked of {@code model} where it names none itself; nothing if it does not. */
  default List<Part> parts(String model) {
    return mix().keySet().stream().map(key -> Part.of(key, model)).toList();
  }

  /**
   * What a trial that asks {@code one} under this load is about: that, or all that it mixes, like
   * {@code chat+qa} of {@code small+large}.
   */
  default Part whole(Part one) {
    List<Part> parts = parts(one.model());
    return parts.isEmpty() ? one : new Part(beside(parts, Part::model), beside(parts, Part::task));
  }

  private static String beside(List<Part> parts, Function<Part, String> name) {
    return parts.stream().map(name).distinct().collect(Collectors.joining(BESIDE));
  }

  /** The label as a caption has it: {@code p = 8}. */
  default String words() {
    return label().replace("=", " = ");
  }

  /** The level with no digit too many. */
  default String levelText() {
    return BigDecimal.valueOf(level()).stripTrailingZeros().toPlainString();
  }
}
