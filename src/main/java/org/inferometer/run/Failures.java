package org.inferometer.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inferometer.result.FailedTrial;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Trial;

/** The trials of a run that their stacks failed, kept as they do. */
final class Failures {
  private final RunDirectory run;
  private final List<FailedTrial> all;

  Failures(RunDirectory run) {
    this.run = run;
    this.all = new ArrayList<>(FailedTrial.read(run));
  }

  /** {@code trial} is measured again. */
  void forget(Trial trial) {
    all.removeIf(
        one ->
            one.stack().equals(trial.stack())
                && one.trial().equals(trial.name())
                && one.repeat() == trial.repeat());
  }

  void keep(Trial trial, String reason) {
    all.add(new FailedTrial(trial.stack(), trial.name(), trial.repeat(), reason));
    write();
  }

  void write() {
    FailedTrial.write(run, all);
  }

  int count() {
    return all.size();
  }

  /** Why trials failed, each reason of a stack once. */
  String reasons() {
    Map<String, Long> reasons =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    FailedTrial::reason, LinkedHashMap::new, Collectors.counting()));
    return reasons.entrySet().stream()
        .map(one -> "  " + one.getValue() + " × " + one.getKey())
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
