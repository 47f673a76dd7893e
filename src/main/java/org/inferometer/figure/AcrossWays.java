package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.TrialResult;
import org.inferometer.result.tenants.TwoWays;
import org.inferometer.result.tenants.Ways;
import org.inferometer.scenario.Neighbour;
import org.inferometer.scenario.Sharing;

/** What does a way of sharing the machine do to a metric of each tenant? A chart for each. */
record AcrossWays(Metric metric) implements Figure {
  private static final int MOST_VERDICTS = 8;

  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    Map<String, List<Ways>> byTenant = new LinkedHashMap<>();
    for (Ways one : Ways.of(run)) {
      if (one.results().values().stream().anyMatch(this::has)) {
        byTenant.computeIfAbsent(one.name(), name -> new ArrayList<>()).add(one);
      }
    }
    return byTenant.values().stream()
        .map(
            one ->
                new AcrossWays(metric.under(one.get(0).load()))
                    .chart(one, file(one.get(0)), run, words))
        .toList();
  }

  private String file(Ways tenant) {
    return "%s-sharing-%s-%s"
        .formatted(metric.id().replace('_', '-'), tenant.tenant(), tenant.load().name());
  }

  /** Of one tenant: what is much for one is nothing for its neighbour. */
  private ChartSpec chart(List<Ways> companies, String file, Run run, Words words) {
    Note note = new Note(words);
    List<Sharing> ways = Ways.ways(run);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      series.add(series(ways.get(i), i, companies, note));
    }
    Ways tenant = companies.get(0);
    return new Bars(
        new Caption(
            file,
            words.get("caption.sharing", words.metric(metric), tenant.name()),
            note.of(metric, metric.headline(), run) + verdicts(tenant, run, words)),
        "",
        companies.stream().map(one -> category(one, words)).toList(),
        words.linear(metric),
        series);
  }

  /**
   * What may be said of two ways, for {@code tenant} beside its neighbours; nothing of too many.
   */
  private String verdicts(Ways tenant, Run run, Words words) {
    List<String> all = new ArrayList<>();
    for (TwoWays one : TwoWays.of(run)) {
      Optional<Comparison> comparison = one.comparison(metric);
      if (one.of().name().equals(tenant.name()) && !one.of().isAlone() && comparison.isPresent()) {
        all.add(
            "%s, %s: %s%s"
                .formatted(
                    one.name(),
                    category(one.of(), words),
                    comparison.get().word(run.unit()),
                    comparison.get().declared() ? "" : " °"));
      }
    }
    if (all.isEmpty() || all.size() > MOST_VERDICTS) {
      return "";
    }
    String said = " " + String.join("; ", all) + ".";
    return said.contains("°") ? said + " " + words.get("note.exploratory") : said;
  }

  private boolean has(TrialResult trial) {
    return trial.estimate(metric).isPresent();
  }

  private Series series(Sharing way, int place, List<Ways> companies, Note note) {
    List<Point> points = new ArrayList<>();
    for (Ways one : companies) {
      points.add(point(points.size(), Optional.ofNullable(one.results().get(way)), note));
    }
    return new Series(way.label(), Look.ofStack(place), points);
  }

  private Point point(int place, Optional<TrialResult> trial, Note note) {
    Estimate e = trial.map(one -> one.estimate(metric)).orElse(Estimate.ABSENT);
    boolean suspect = trial.isPresent() && !trial.get().validity().isValid();
    return Scene.point(place, e, suspect, note);
  }

  private static String category(Ways one, Words words) {
    return one.isAlone()
        ? words.get("alone")
        : words.get("with", Neighbour.words(one.neighbours()));
  }
}
