package org.inferometer.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.inferometer.machine.ClientHealth;
import org.inferometer.record.RequestRecord;
import org.inferometer.scenario.Trial;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Publishes what {@link TenantPoint} saw as JMH's secondary results: those of {@link
 * StreamProfiler} for each tenant, whose name follows in the label, and the health of this process.
 */
public final class TenantProfiler implements InternalProfiler {
  /** Between a label and the tenant that it is about. */
  static final String AT = "@";

  private ClientHealth health;

  @Override
  public String getDescription() {
    return "P2FT, TPOT, ITL, token speed and throughput of each tenant's requests";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    health = ClientHealth.watch();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result<?>> results = new ArrayList<>();
    TenantPoint point = TenantPoint.current();
    ClientHealth.Report report = health.report();
    StreamProfiler.health(report, results);
    for (int i = 0; i < point.records().size(); i++) {
      Trial trial = point.fork().trials().get(i);
      HealthLog.append(
          point.fork().run().health(trial.stack(), trial.name()), trial.repeat(), 1, report);
      List<RequestRecord> all = point.records().get(i);
      StreamProfiler.numbers(
          all, trial.load(), point.log()::isMeasured, AT + trial.stack(), results);
    }
    return results;
  }
}
