package org.inferometer.figure;

import java.nio.file.Path;
import java.util.List;

/** Every sample, with few and many stacks, long names, gaps and suspect values. */
final class Gallery {
  private Gallery() {}

  /** Draws all into a folder, to be looked at. */
  public static void main(String[] args) {
    all().forEach(spec -> FigureFiles.write(spec, Path.of(args[0])));
  }

  static List<ChartSpec> all() {
    List<String> tasks = List.of("chat", "summarization", "qa", "code");
    List<String> many =
        List.of(
            "chat",
            "summarization",
            "qa",
            "code",
            "translation",
            "long-context retrieval",
            "classification",
            "agentic",
            "extraction",
            "rewrite",
            "planning",
            "reasoning");
    List<Integer> powers = List.of(1, 2, 4, 8);
    List<Integer> twelve = List.of(1, 5, 10, 15, 25, 30, 35, 40, 45, 50, 55, 100);
    return List.of(
        Samples.bars(2, tasks),
        Samples.bars(3, tasks),
        Samples.bars(6, tasks),
        Samples.bars(6, many),
        Samples.curves(2, powers, Axis.Scale.LOG2, Axis.Scale.LINEAR),
        Samples.curves(3, powers, Axis.Scale.LOG2, Axis.Scale.LOG10),
        Samples.curves(6, twelve, Axis.Scale.LOG2, Axis.Scale.LINEAR),
        Samples.steps(2, Axis.Scale.LINEAR),
        Samples.steps(6, Axis.Scale.LOG10),
        Samples.traces(2),
        Samples.traces(6),
        Samples.stacked(),
        Samples.panels(4, 3),
        Samples.panels(6, 2),
        Samples.repeated(Samples.bars(2, tasks.subList(0, 3))),
        Samples.repeated(
            Samples.curves(2, powers.subList(0, 3), Axis.Scale.LOG2, Axis.Scale.LINEAR)),
        Samples.heat(2),
        Samples.heat(6));
  }
}
