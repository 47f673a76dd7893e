package org.inferometer.figure;

import java.util.List;
import java.util.Optional;
import org.inferometer.load.Load;
import org.inferometer.result.TimeSeries;

/** Is the speed steady? Tokens per second at the largest load, first repeat; one panel per task. */
record TokensOverTime() implements SceneFigure {
  @Override
  public Optional<ChartSpec> chart(Scene scene) {
    return scene.highest().flatMap(load -> chart(scene, load));
  }

  private static Optional<ChartSpec> chart(Scene scene, Load load) {
    Words words = scene.words();
    List<Lines> panels =
        scene.panels(
            Lines.Form.TRACE,
            Axis.linear(words.get("axis.trial.time")),
            Axis.linear(words.get("axis.tokens.per.second")),
            (stack, task) -> scene.overTime(stack, task, load, TimeSeries::tokens));
    String text = words.get("caption.tokens", load.words(), scene.subject());
    return Panels.ifAny(new Caption(scene.file("tokens-time"), text, scene.unfinished()), panels);
  }
}
