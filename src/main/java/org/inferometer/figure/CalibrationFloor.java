package org.inferometer.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.result.Metric;
import org.inferometer.result.OwnError;
import org.inferometer.result.Run;

/**
 * Below which difference does this instrument see nothing? Its own error at the loads of the run.
 */
record CalibrationFloor() implements Figure {
  private static final Map<String, Metric> ERRORS =
      Map.of(
          "p2ftMillis", Metric.P2FT,
          "itlMillis", Metric.ITL,
          "totalMillis", Metric.TOTAL_LATENCY);

  /** Greys: the colours belong to the stacks. */
  private static final List<Look> LOOKS =
      List.of(
          new Look(new Color(0x333333), Marker.CIRCLE, List.of(), Hatch.NONE),
          new Look(new Color(0x777777), Marker.SQUARE, List.of(5f, 2f), Hatch.RISING),
          new Look(new Color(0xAAAAAA), Marker.TRIANGLE, List.of(1.5f, 1.5f), Hatch.CROSSED));

  @Override
  public List<ChartSpec> charts(Run run, Words words) {
    JsonNode points = run.calibration().path("points");
    Set<String> ways = new HashSet<>();
    points.forEach(point -> ways.add(OwnError.way(point)));
    List<String> names = new ArrayList<>();
    points.forEach(
        point ->
            names.add(
                point.path("point").path("pattern").asText().toLowerCase(java.util.Locale.ROOT)
                    + " ×"
                    + point.path("point").path("streams").asInt()
                    + (ways.size() > 1 ? " " + OwnError.way(point) : "")));
    List<Series> series = new ArrayList<>();
    for (String key : List.of("p2ftMillis", "itlMillis", "totalMillis")) {
      List<Point> errors = new ArrayList<>();
      for (int i = 0; i < points.size(); i++) {
        JsonNode spread = points.get(i).path(key);
        errors.add(
            new Point(
                i,
                spread.path("mean").asDouble(Double.NaN),
                Double.NaN,
                Double.NaN,
                spread.path("count").asLong(),
                false,
                null));
      }
      if (errors.stream().anyMatch(Point::drawn)) {
        series.add(new Series(words.metric(ERRORS.get(key)), LOOKS.get(series.size()), errors));
      }
    }
    if (series.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Bars(
            new Caption(
                "calibration-floor",
                words.get("caption.calibration"),
                words.get("note.calibration")),
            "",
            names,
            Axis.linear(words.get("axis.error", "ms")),
            series));
  }
}
