package org.inferometer.examiner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The comparisons of a summary, from the repeats of both trials that stand in it. */
final class Pairs {
  private static final double ALPHA = 0.05;

  private final JsonNode summary;
  private final Findings findings;

  Pairs(JsonNode summary, Findings findings) {
    this.summary = summary;
    this.findings = findings;
  }

  void examine() {
    List<JsonNode> family = new ArrayList<>();
    for (JsonNode told : summary.path("comparisons")) {
      ratio(told);
      check(name(told) + " declared", told.path("declared").asBoolean(), declared(told));
      if (told.path("declared").asBoolean() && told.hasNonNull("pValue")) {
        family.add(told);
      }
    }
    holm(family);
  }

  /** P2FT of streams, total latency else; first-token trials only where no others ask the same. */
  private boolean declared(JsonNode told) {
    String headline = told.path("mode").asText().equals("stream") ? "p2ft" : "total_latency";
    boolean again = false;
    for (JsonNode one : summary.path("comparisons")) {
      again |=
          one.path("measure").asText().equals("complete")
              && !told.path("measure").asText().equals("complete")
              && List.of("base", "other", "model", "task", "mode", "p").stream()
                  .allMatch(key -> one.path(key).equals(told.path(key)));
    }
    return told.path("metric").asText().equals(headline) && !again;
  }

  private void ratio(JsonNode told) {
    String place = name(told);
    double[] base = logs(told, "base");
    double[] other = logs(told, "other");
    if (!told.path("paired").asBoolean() || base.length != other.length || base.length < 2) {
      return;
    }
    double[] ratios = new double[base.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = other[i] - base[i];
    }
    double centre = Numbers.mean(ratios);
    compare(place + " repeats", told.path("ratio").path("repeats"), ratios.length);
    compare(place + " count", told.path("ratio").path("count"), ratios.length);
    compare(
        place + " leftOut",
        told.path("leftOut"),
        repeats(told, "base").size() + repeats(told, "other").size() - 2 * ratios.length);
    compare(place + " baseValue", told.path("baseValue"), Math.exp(Numbers.mean(base)));
    compare(place + " otherValue", told.path("otherValue"), Math.exp(Numbers.mean(other)));
    compare(place + " ratio", told.path("ratio").path("value"), Math.exp(centre));
    double deviation = Numbers.deviation(ratios, true);
    if (deviation == 0) {
      return;
    }
    double half = Numbers.halfWidth(ratios, told.path("confidence").asDouble());
    compare(place + " low", told.path("ratio").path("low"), Math.exp(centre - half));
    compare(place + " high", told.path("ratio").path("high"), Math.exp(centre + half));
    double t = Math.abs(centre) / (deviation / Math.sqrt(ratios.length));
    double tail = 1 - Numbers.tBelow(t, ratios.length - 1);
    compare(place + " pValue", told.path("pValue"), 2 * tail);
    double level = 1 - told.path("confidence").asDouble();
    double error = deviation / Math.sqrt(ratios.length);
    int freedom = ratios.length - 1;
    compare(
        place + " detectable",
        told.path("detectable"),
        Math.exp(
            (Numbers.tQuantile(1 - level / 2, freedom) + Numbers.tQuantile(0.8, freedom)) * error));
    int enough = told.path("repeatsNeeded").asInt();
    boolean fewest =
        half(deviation, level, enough) <= Math.log(1.05)
            && (enough == 2 || half(deviation, level, enough - 1) > Math.log(1.05));
    compare(place + " repeatsNeeded", told.path("repeatsNeeded"), fewest ? enough : -1);
    if (!told.path("declared").asBoolean()) {
      compare(place + " confidence", told.path("confidence"), 1 - ALPHA);
    }
    double ninety = Numbers.halfWidth(ratios, 0.9);
    check(
        place + " equivalent",
        told.path("equivalent").asBoolean(),
        Math.abs(centre) + ninety <= Math.log(1.05));
    boolean shown = Math.abs(centre) > half;
    boolean word = !told.path("verdict").asText().startsWith("no ");
    check(place + " verdict", word, shown);
  }

  /** Half the width of the interval that so many repeats of this deviation would have. */
  private static double half(double deviation, double level, int repeats) {
    return Numbers.tQuantile(1 - level / 2, repeats - 1) * deviation / Math.sqrt(repeats);
  }

  /** Holm's step-down: the k-th smallest p-value times (m - k + 1), never below the one before. */
  private void holm(List<JsonNode> family) {
    family.sort(Comparator.comparingDouble(told -> told.path("pValue").asDouble()));
    double before = 0;
    int left = family.size();
    boolean failed = false;
    for (int k = 0; k < family.size(); k++) {
      JsonNode told = family.get(k);
      double level = ALPHA / left;
      failed |= told.path("pValue").asDouble() > level;
      left -= failed ? 0 : 1;
      compare(name(told) + " confidence", told.path("confidence"), 1 - level);
      before = Math.min(1, Math.max(before, told.path("pValue").asDouble() * (family.size() - k)));
      compare(name(told) + " adjustedP", told.path("adjustedP"), before);
      check(
          name(told) + " adjusted verdict",
          !told.path("verdict").asText().startsWith("no "),
          before < ALPHA);
    }
  }

  /** Logarithms of a metric's numbers in the repeats that both stacks have. */
  private double[] logs(JsonNode told, String side) {
    Map<Integer, Double> mine = repeats(told, side);
    mine.keySet().retainAll(repeats(told, side.equals("base") ? "other" : "base").keySet());
    return mine.values().stream().mapToDouble(Math::log).toArray();
  }

  private Map<Integer, Double> repeats(JsonNode told, String side) {
    Map<Integer, Double> repeats = new TreeMap<>();
    for (JsonNode trial : summary.path("trials")) {
      if (trial.path("stack").equals(told.path(side))
          && trial.path("trial").equals(told.path("trial"))) {
        for (JsonNode repeat : trial.path("repeats")) {
          JsonNode value = repeat.path("metrics").path(told.path("metric").asText());
          if (value.isNumber()) {
            repeats.put(repeat.path("fork").asInt(), value.asDouble());
          }
        }
      }
    }
    return repeats;
  }

  private static String name(JsonNode told) {
    return told.path("trial").asText() + " " + told.path("metric").asText();
  }

  private void compare(String place, JsonNode found, double expected) {
    findings.compare("comparisons", place, found, Double.valueOf(expected));
  }

  private void check(String place, boolean found, boolean expected) {
    findings.check("words", place, found, expected);
  }
}
