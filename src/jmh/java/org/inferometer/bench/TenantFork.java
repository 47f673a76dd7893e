package org.inferometer.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.record.Labels;
import org.inferometer.result.RunDirectory;
import org.inferometer.run.Cell;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Trial;

/**
 * What a fork's flags say of the point that it carries out.
 *
 * @param trials one for each tenant
 * @param urls of their servers, in the same order
 */
record TenantFork(
    RunDirectory run, Scenario scenario, List<Trial> trials, List<URI> urls, String nonces) {

  /** The flags for a fork that carries out {@code trials} on the servers at {@code urls}. */
  static List<String> flags(
      RunDirectory run, List<Trial> trials, Map<String, URI> urls, String nonces) {
    List<String> flags = new ArrayList<>();
    flags.add(TrialFork.FLAG + "nonces=" + nonces);
    flags.add(TrialFork.FLAG + "run=" + run.root());
    flags.add(TrialFork.FLAG + "repeat=" + trials.get(0).repeat());
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      flags.add(TrialFork.FLAG + i + ".stack=" + trial.stack());
      flags.add(TrialFork.FLAG + i + ".name=" + trial.name());
      flags.add(TrialFork.FLAG + i + ".url=" + urls.get(trial.stack()));
    }
    return flags;
  }

  /**
   * That of this JVM.
   *
   * @throws IllegalStateException if no run has started it
   */
  static TenantFork current() {
    if (property("run") == null) {
      throw new IllegalStateException(
          "tenants are measured by a scenario that names them: inferometer run SCENARIO");
    }
    RunDirectory run = new RunDirectory(Path.of(property("run")));
    Plan plan = Plan.read(run.plan());
    List<Trial> trials = new ArrayList<>();
    List<URI> urls = new ArrayList<>();
    for (int i = 0; property(i + ".stack") != null; i++) {
      trials.add(trial(plan, property(i + ".stack"), property(i + ".name")));
      urls.add(URI.create(property(i + ".url")));
    }
    return new TenantFork(run, plan.scenario(), trials, urls, property("nonces"));
  }

  private static Trial trial(Plan plan, String stack, String name) {
    int repeat = Integer.parseInt(property("repeat"));
    return plan.trials().stream()
        .filter(one -> one.stack().equals(stack) && one.name().equals(name))
        .filter(one -> one.repeat() == repeat)
        .findFirst()
        .orElseThrow();
  }

  /**
   * What tenant {@code i} is asked.
   *
   * @param trial the name in its labels, by which prompts and times are drawn
   */
  Cell cell(int i, String trial) {
    Trial one = trials.get(i);
    Labels labels =
        new Labels(
            one.stack(),
            one.model(),
            one.task(),
            one.mode(),
            one.load().label(),
            trial,
            one.repeat(),
            null,
            null,
            null,
            null);
    // What is drawn alike must not be the same text: a cache would know it from the point before.
    return Cell.of(scenario, one.load(), labels, urls.get(i), nonces + "/" + one.name());
  }

  private static String property(String name) {
    return System.getProperty(TrialFork.FLAG.substring(2) + name);
  }
}
