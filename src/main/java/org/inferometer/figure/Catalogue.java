package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;

/** Every kind of figure, the main ones first; before them those that were asked for. */
public final class Catalogue {
  private static final List<Figure> ALL = all();

  /** Where tenants ask at the same time, cells differ in more than the others know. */
  private static final List<Figure> OF_TENANTS = ofTenants();

  private Catalogue() {}

  private static List<Figure> ofTenants() {
    List<Figure> all = new ArrayList<>();
    all.add(new SlowdownMatrix());
    for (Metric metric : List.of(Metric.P2FT, Metric.TPOT, Metric.TOKEN_THROUGHPUT)) {
      all.add(new AcrossWays(metric));
    }
    all.add(new AloneAndTogether(Metric.P2FT));
    all.add(new AloneAndTogether(Metric.TPOT));
    all.add(new TenantsOverTime());
    all.add(new VictimAgainstNeighbour(Metric.P2FT));
    all.add(new VictimAgainstNeighbour(Metric.SLO_ATTAINMENT));
    all.addAll(Readings.ALL);
    all.add(new CalibrationFloor());
    return List.copyOf(all);
  }

  private static List<Figure> all() {
    List<Figure> all = new ArrayList<>();
    all.add(new SearchTrail());
    all.add(new AgainstLoad(Metric.SLO_ATTAINMENT));
    all.add(new AgainstLoad(Metric.GOODPUT));
    all.add(new PerTask(Metric.TOTAL_LATENCY, "total-latency-tasks"));
    all.add(new PerTask(Metric.P2FT, "p2ft-tasks"));
    all.add(new AgainstLoad(Metric.TOKEN_THROUGHPUT));
    all.add(new AgainstLoad(Metric.P2FT));
    all.add(new AgainstLoad(Metric.TOTAL_LATENCY));
    all.add(new TradeOff());
    all.add(new AtLoads(Metric.TOKEN_THROUGHPUT, "token-throughput-at"));
    all.add(new AtLoads(Metric.GPU_MEMORY_PEAK, "gpu-memory-at"));
    all.add(new AtLoads(Metric.STACK_MEMORY_PEAK, "stack-memory-at"));
    all.add(new PerTask(Metric.TOKEN_SPEED, "token-speed-tasks"));
    for (Metric metric :
        List.of(
            Metric.REQUEST_THROUGHPUT,
            Metric.ITL,
            Metric.TPOT,
            Metric.GPU_MEMORY_PEAK,
            Metric.STACK_MEMORY_PEAK,
            Metric.HOST_MEMORY_PEAK,
            Metric.GPU_UTILIZATION,
            Metric.GPU_POWER,
            Metric.ENERGY_PER_TOKEN)) {
      all.add(new AgainstLoad(metric));
    }
    all.add(AgainstTurn.P2FT);
    all.add(AgainstTurn.CACHED);
    for (Metric metric : List.of(Metric.P2FT, Metric.ITL, Metric.TOTAL_LATENCY)) {
      all.add(new Distribution(metric, false));
      all.add(new Distribution(metric, true));
    }
    for (SceneFigure figure :
        List.of(
            new FromSchedule(Metric.P2FT_FROM_SCHEDULE, Metric.P2FT, "p2ft-from-schedule"),
            new FromSchedule(
                Metric.TOTAL_LATENCY_FROM_SCHEDULE,
                Metric.TOTAL_LATENCY,
                "total-latency-from-schedule"),
            new LoadOverTime(),
            new Distribution(Metric.SCHEDULE_DELAY, true))) {
      all.add(new OfSchedules(figure));
    }
    all.add(new Ratio());
    all.add(new Status());
    all.add(new TimeSpent());
    all.add(new ServerOverTime());
    all.add(new TokensOverTime());
    all.addAll(Readings.ALL);
    all.add(new CalibrationFloor());
    return List.copyOf(all);
  }

  /** Every chart for which {@code run} has data. */
  public static List<ChartSpec> of(Run run, Words words) {
    System.setProperty("java.awt.headless", "true");
    List<Figure> figures = run.plan().scenario().tenants() == null ? ALL : OF_TENANTS;
    Words own = words.over(run.unit());
    return figures.stream().flatMap(figure -> figure.charts(run, own).stream()).toList();
  }
}
