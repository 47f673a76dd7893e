package org.inferometer.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Every series once, for the legend. */
  List<Series> legend() {
    Map<String, Series> byName = new LinkedHashMap<>();
    panels.forEach(panel -> panel.series().forEach(s -> byName.putIfAbsent(s.name(), s)));
    return new ArrayList<>(byName.values());
  }
}
