package org.inferometer.figure;

import java.util.EnumSet;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.Set;
import org.inferometer.result.Compared;
import org.inferometer.result.Estimate;
import org.inferometer.result.Estimate.Interval;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;

/** The small print of a figure, gathered while its points are. */
final class Note {
  private final Words words;
  private final LongSummaryStatistics counts = new LongSummaryStatistics();
  private final IntSummaryStatistics repeats = new IntSummaryStatistics();
  private final Set<Interval> intervals = EnumSet.noneOf(Interval.class);
  private boolean suspect;
  private boolean dots;
  private boolean cut;
  private boolean common;

  Note(Words words) {
    this.words = words;
  }

  void add(Estimate estimate, boolean isSuspect) {
    counts.accept(estimate.count());
    suspect |= isSuspect;
    dots |= Scene.hasDots(estimate);
    if (estimate.hasInterval()) {
      cut |=
          estimate.low() < Point.cut(estimate.low(), estimate.value())
              || estimate.high() > Point.cut(estimate.high(), estimate.value());
      intervals.add(estimate.interval());
      repeats.accept(estimate.repeats());
    }
  }

  /** What a mean that is added is made of. */
  void addCompared(Compared compared) {
    common |= compared.enough();
  }

  void addCount(long count, boolean isSuspect) {
    counts.accept(count);
    suspect |= isSuspect;
  }

  /** What the values are, their intervals, n, and what hollow means. */
  String of(Metric metric, Statistic statistic, Run run) {
    StringBuilder text = new StringBuilder();
    boolean mixed = intervals.contains(Interval.LOG_T) && intervals.contains(Interval.STUDENT_T);
    Interval interval =
        intervals.isEmpty()
            ? Interval.NONE
            : mixed ? Interval.STUDENT_T : intervals.iterator().next();
    String kind =
        interval == Interval.NONE
            ? words.get("interval.NONE")
            : words.get("interval." + interval.name(), repeats.getMax());
    boolean geometric = interval == Interval.LOG_T && !statistic.isQuantile();
    String name = mixed ? "mixed" : geometric ? "geometric" : statistic.label();
    text.append(words.get("note.with", words.get("statistic." + name), kind));
    text.append(count(metric));
    if (common) {
      text.append(' ').append(words.get("note.common"));
    }
    if (dots) {
      text.append(' ').append(words.get("note.dots"));
    }
    if (cut) {
      text.append(' ').append(words.get("note.cut"));
    }
    return text.append(rest(run, "note.suspect")).toString();
  }

  /** The same for markers that lines join. */
  String ofCurves(Metric metric, Statistic statistic, Run run) {
    return of(metric, statistic, run) + " " + words.get("note.lines");
  }

  /** Only n, and what hollow means. */
  String ofCounts(Metric metric, Run run) {
    return (count(metric) + rest(run, "note.suspect")).strip();
  }

  /** Only n, and what an asterisk means. */
  String ofCells(Metric metric, Run run) {
    return (count(metric) + rest(run, "note.suspect.cell")).strip();
  }

  private String count(Metric metric) {
    if (counts.getCount() == 0 || counts.getMax() == 0) {
      return "";
    }
    String range =
        counts.getMin() == counts.getMax()
            ? Long.toString(counts.getMin())
            : counts.getMin() + "–" + counts.getMax();
    return " " + words.get("note.n." + counted(metric), range);
  }

  /** What n counts. */
  private static String counted(Metric metric) {
    return switch (metric) {
      case ITL, ICL -> "gaps";
      case TOKEN_THROUGHPUT, TOTAL_TOKEN_THROUGHPUT, TOKEN_GOODPUT, ENERGY_PER_TOKEN -> "tokens";
      case SLO_ATTAINMENT, FAILURE_RATE -> "all";
      case GOODPUT -> "good";
      default ->
          metric.id().startsWith("gpu_") || metric.id().contains("memory")
              ? "readings"
              : "requests";
    };
  }

  private String rest(Run run, String ofSuspects) {
    return (suspect ? " " + words.get(ofSuspects) : "") + words.unfinished(run, " ");
  }
}
