package org.inferometer.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.inferometer.figure.Axis.Scale;
import org.inferometer.load.Load;
import org.inferometer.load.LoadAxis;
import org.inferometer.load.Part;
import org.inferometer.record.Mode;
import org.inferometer.result.Cell;
import org.inferometer.result.Estimate;
import org.inferometer.result.Knee;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.inferometer.result.TimeSeries;
import org.inferometer.result.TrialResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;
import org.inferometer.scenario.Trial;

/**
 * A run as the catalogue sees it: one model, or all that are mixed, in one mode under loads of one
 * kind, all its tasks and stacks.
 *
 * @param model name of the model, or of all: see {@link Load#whole}
 * @param kind of the loads, which differ in their level only
 */
record Scene(Run run, Words words, String model, Mode mode, String kind) {
  /** Of more repeats than this an interval tells enough. */
  private static final int MOST_DOTS = 5;

  /** Every model, mode and kind of load of {@code run} that has trials. */
  static List<Scene> of(Run run, Words words) {
    return run.cells().stream()
        .map(cell -> new Scene(run, words, cell.whole().model(), cell.mode(), cell.load().kind()))
        .distinct()
        .toList();
  }

  /** What was asked, as {@link #cell} knows it: of one of several models with its name. */
  List<String> tasks() {
    return cells().map(this::task).distinct().toList();
  }

  private String task(Cell cell) {
    return cell.model().equals(model)
        ? cell.task()
        : new Part(cell.model(), cell.task()).toString();
  }

  /** The loads of whole answers, from the lowest level on. */
  List<Load> loads() {
    return cells()
        .filter(c -> c.measure() == Measure.COMPLETE)
        .map(Cell::load)
        .distinct()
        .sorted(Load.ORDER)
        .toList();
  }

  /**
   * A cell with the load that most tasks have; of several such loads the smallest. Of whole answers
   * where there are any: trials that are about first tokens only are others, whose numbers differ.
   */
  Cell shared() {
    return cells()
        .min(
            Comparator.comparing((Cell c) -> c.measure() != Measure.COMPLETE)
                .thenComparing(c -> -tasks(c.measure(), c.load()))
                .thenComparing(Cell::load, Load.ORDER))
        .orElseThrow();
  }

  private long tasks(Measure measure, Load load) {
    return cells()
        .filter(c -> c.measure() == measure && c.load().equals(load))
        .map(this::task)
        .distinct()
        .count();
  }

  private java.util.stream.Stream<Cell> cells() {
    return run.cells().stream()
        .filter(c -> c.whole().model().equals(model) && c.mode() == mode)
        .filter(c -> c.load().kind().equals(kind));
  }

  /** The highest load of whole answers, where things show most; empty without any. */
  Optional<Load> highest() {
    return loads().stream().reduce((lower, higher) -> higher);
  }

  /** What the levels of its loads are. */
  LoadAxis axis() {
    return shared().load().axis();
  }

  /** The axis that its loads' levels lie on: of rates a linear one, or queueing looks tame. */
  Axis levels() {
    String title = words.axis(axis());
    return axis() == LoadAxis.RATE ? Axis.linear(title) : new Axis(title, Scale.LOG2);
  }

  /** The cell with these properties. */
  Optional<Cell> cell(Measure measure, String task, Load load) {
    return cells()
        .filter(c -> c.measure() == measure && task(c).equals(task))
        .filter(c -> c.load().equals(load))
        .findFirst();
  }

  /** File name: {@code base}, and what tells this scene from the run's others. */
  String file(String base) {
    List<Scene> all = of(run, words);
    boolean models = all.stream().map(Scene::model).distinct().count() > 1;
    boolean modes = all.stream().map(Scene::mode).distinct().count() > 1;
    boolean kinds = all.stream().map(Scene::kind).distinct().count() > 1;
    String name =
        base
            + (models ? "-" + model : "")
            + (modes ? "-" + mode.label() : "")
            + (kinds && !base.endsWith("-" + kind) ? "-" + kind : "");
    return Trial.fileName(name.replaceAll("[^\\p{Alnum}._-]", "_"));
  }

  /** What this scene shows, for captions. */
  String subject() {
    return subject(Measure.COMPLETE);
  }

  /** The same of trials of one kind. */
  String subject(Measure measure) {
    return words.models(run.plan().scenario().models(model))
        + ", "
        + words.get("mode." + mode.label())
        + ", "
        + words.get("measure." + measure.label());
  }

  /** The small print of a figure that has no other: empty if the run is complete. */
  String unfinished() {
    return words.unfinished(run, "");
  }

  /** One series per stack that has at least one point. */
  List<Series> stacks(Function<Stack, List<Point>> points) {
    List<Series> all = new ArrayList<>();
    List<Stack> stacks = run.stacks();
    for (int i = 0; i < stacks.size(); i++) {
      List<Point> of = points.apply(stacks.get(i));
      if (of.stream().anyMatch(Point::drawn)) {
        String name = words.stack(stacks.get(i).name(), stacks.get(i).label());
        all.add(new Series(name, Look.ofStack(i), of));
      }
    }
    return all;
  }

  /** A panel for each task of which there are points. */
  List<Lines> panels(
      Lines.Form form, Axis x, Axis y, BiFunction<Stack, String, List<Point>> points) {
    List<Lines> panels = new ArrayList<>();
    for (String task : tasks()) {
      List<Series> series = stacks(stack -> points.apply(stack, task));
      if (!series.isEmpty()) {
        panels.add(new Lines(new Caption("", words.task(task), ""), form, x, y, series));
      }
    }
    return panels;
  }

  /** Where the token throughput of a stack stops to grow with a task's loads. */
  Optional<Load> knee(Stack stack, String task) {
    return Knee.of(
        loads().stream()
            .flatMap(load -> trial(stack, cell(Measure.COMPLETE, task, load)).stream())
            .toList());
  }

  Optional<TrialResult> trial(Stack stack, Optional<Cell> cell) {
    return cell.flatMap(c -> run.trial(stack.name(), c));
  }

  /** What the first repeat of a stack did over time. */
  Optional<TimeSeries> firstRepeat(Stack stack, String task, Load load) {
    return trial(stack, cell(Measure.COMPLETE, task, load))
        .flatMap(trial -> trial.series().stream().findFirst());
  }

  /** The same as points, one for each bin that it fills. */
  List<Point> overTime(Stack stack, String task, Load load, Function<TimeSeries, double[]> values) {
    List<Point> points = new ArrayList<>();
    firstRepeat(stack, task, load)
        .ifPresent(
            series -> {
              for (int i = 0; i < series.filled(); i++) {
                points.add(Point.of(series.seconds(i), values.apply(series)[i]));
              }
            });
    return points;
  }

  /** Whether each repeat is drawn as a dot. */
  static boolean hasDots(Estimate estimate) {
    int repeats = estimate.byRepeat().size();
    return repeats > 1 && repeats <= MOST_DOTS;
  }

  /** The value of {@code metric} at {@code x}, a gap if it was not measured. */
  Point point(
      double x, Optional<TrialResult> trial, Metric metric, Statistic statistic, Note note) {
    if (trial.isEmpty()) {
      return Point.of(x, Double.NaN);
    }
    Estimate e = trial.get().estimate(metric, statistic);
    if (statistic == Statistic.MEAN && run.stacks().size() > 1) {
      note.addCompared(trial.get().asked().compared());
    }
    return point(x, e, !trial.get().validity().isValid(), note);
  }

  /** What is known of an estimate at {@code x}, counted in {@code note}; a gap if it is absent. */
  static Point point(double x, Estimate e, boolean suspect, Note note) {
    if (e.isPresent()) {
      note.add(e, suspect);
    }
    return new Point(
        x,
        e.value(),
        e.low(),
        e.high(),
        e.count(),
        suspect,
        null,
        hasDots(e) ? List.copyOf(e.byRepeat().values()) : List.of());
  }
}
