package org.inferometer.figure;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inferometer.load.Load;
import org.inferometer.result.Estimate;
import org.inferometer.result.Metric;
import org.inferometer.result.Statistic;
import org.inferometer.result.TrialResult;
import org.inferometer.result.TurnResult;
import org.inferometer.scenario.Measure;
import org.inferometer.scenario.Stack;

/**
 * What does a conversation's growing history cost? A number of each turn at the highest load, one
 * panel per task.
 *
 * @param metric whose mean it is, or, of a share, whose values are counted as those behind it are
 * @param share which part of each turn's prompt is drawn, in percent; null for the mean
 */
record AgainstTurn(String file, Metric metric, Function<TurnResult, Estimate> share)
    implements SceneFigure {
  static final AgainstTurn P2FT = new AgainstTurn("p2ft-turn", Metric.P2FT, null);
  static final AgainstTurn CACHED =
      new AgainstTurn("cached-turn", Metric.TOTAL_TOKEN_THROUGHPUT, TurnResult::cached);

  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private Optional<ChartSpec> chart(Scene scene, Load load) {
    Words words = scene.words();
    Note note = new Note(words);
    Metric shown = metric.under(load);
    List<Lines> panels =
        scene.panels(
            Lines.Form.CURVE,
            Axis.linear(words.get("axis.turn")),
            Axis.linear(share == null ? words.axis(shown) : words.get("axis.cached")),
            (stack, task) -> points(scene, stack, task, load, note));
    String text = words.get("caption." + file, load.words(), scene.subject(), words.metric(shown));
    return Panels.ifAny(
        new Caption(scene.file(file), text, note.ofCurves(shown, Statistic.MEAN, scene.run())),
        panels);
  }

  private List<Point> points(Scene scene, Stack stack, String task, Load load, Note note) {
    Optional<TrialResult> trial = scene.trial(stack, scene.cell(Measure.COMPLETE, task, load));
    if (trial.isEmpty() || trial.get().turns().size() < 2) {
      return List.of();
    }
    boolean suspect = !trial.get().validity().isValid();
    Metric shown = metric.under(load);
    return trial.get().turns().stream().map(turn -> point(turn, shown, suspect, note)).toList();
  }

  private Point point(TurnResult turn, Metric shown, boolean suspect, Note note) {
    Estimate e = share == null ? turn.mean(shown) : share.apply(turn);
    double scale = share == null ? 1 : 100;
    if (e.isPresent()) {
      note.add(e, suspect);
    }
    return new Point(
        turn.number(),
        scale * e.value(),
        scale * e.low(),
        scale * e.high(),
        e.count(),
        suspect,
        null,
        Scene.hasDots(e)
            ? e.byRepeat().values().stream().map(value -> scale * value).toList()
            : List.of());
  }
}
