package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several plots of the same kind with one legend, such as one per task.
 *
 * @param panels their captions' texts are the headings
 */
public record Panels(Caption caption, List<Lines> panels) implements ChartSpec {
  public Panels {
    panels = List.copyOf(panels);
  }

  @Override
  public Panels with(Caption other) {
    return new Panels(other, panels);
  }

  /** One plot if there is only one, else panels. */
  static ChartSpec of(Caption caption, List<Lines> panels) {
    if (panels.size() != 1) {
      return new Panels(caption, panels);
    }
    Lines only = panels.get(0);
    return new Lines(caption, only.form(), only.x(), only.y(), only.series());
  }

  /** The same; empty if there are none. */
  static Optional<ChartSpec> ifAny(Caption caption, List<Lines> panels) {
    return panels.isEmpty() ? Optional.empty() : Optional.of(of(caption, panels));
  }

  /** {@code panels} of different things over the same time. */
  static List<Lines> atOnce(List<Lines> panels) {
    double farthest = panels.stream().mapToDouble(Extent::farthest).max().orElse(0);
    return panels.stream().map(panel -> panel.reaching(farthest, 0)).toList();
  }

  /** {@code panels} with axes of one length, so that they can be compared by eye. */
  static List<Lines> alike(List<Lines> panels) {
    double farthest = panels.stream().mapToDouble(Extent::farthest).max().orElse(0);
    double highest = panels.stream().mapToDouble(Extent::highest).max().orElse(0);
    return panels.stream().map(panel -> panel.reaching(farthest, highest)).toList();
  }

  /** Every series once, for the legend. */
  List<Series> legend() {
    Map<String, Series> byName = new LinkedHashMap<>();
    panels.forEach(panel -> panel.series().forEach(s -> byName.putIfAbsent(s.name(), s)));
    return new ArrayList<>(byName.values());
  }
}
