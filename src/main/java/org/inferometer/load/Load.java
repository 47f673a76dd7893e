package org.inferometer.load;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;

/** When requests start. Loads are compared at equal {@link #label}s. */
public sealed interface Load permits Closed, Open, Users {
  /** As a reader of a run wants them: by kind, each from its lowest level on. */
  Comparator<Load> ORDER =
      Comparator.comparing(Load::axis).thenComparing(Load::kind).thenComparing(Load::level);

  /** What stands between the names of tasks that are mixed. */
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

  /** How often each task is asked, as weights by task, where it asks several; else empty. */
  default Map<String, Integer> mix() {
    return Map.of();
  }

  /**
   * What a trial that asks {@code task} under this load is about: that task, or all those among
   * which it is mixed, like {@code chat+qa}.
   */
  default String asked(String task) {
    return mix().isEmpty() ? task : String.join(BESIDE, mix().keySet());
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
