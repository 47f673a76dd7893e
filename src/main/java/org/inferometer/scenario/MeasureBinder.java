package org.inferometer.scenario;

import static org.inferometer.scenario.Keys.duration;
import static org.inferometer.scenario.Keys.percent;
import static org.inferometer.scenario.Keys.text;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes a measurement of what a scenario says of it, and knows how one is measured otherwise. */
final class MeasureBinder {
  /** Of stacks that are never up together: as many trials as usual, in the fewest rounds. */
  private static final int ROUNDS = 3;

  private static final int REPEATS_OF_A_ROUND = 2;

  private MeasureBinder() {}

  static Measurement measurement(JsonNode root) {
    JsonNode measure = root.path("measure");
    boolean search = root.has("search");
    boolean tenants = root.has("tenants");
    Until until = measure.has("until") ? until(measure.get("until")) : null;
    boolean windows = until instanceof Until.Stable;
    boolean together = Exclusive.claims(root.path("stacks")).isEmpty();
    boolean rounds = !together && !search && until == null && isEveryStackLaunched(root);
    return new Measurement(
        measure.path("repeats").asInt(rounds ? REPEATS_OF_A_ROUND : repeats(until, search)),
        measure.path("warmup-iterations").asInt(1),
        duration(measure, "warmup-time", "2s"),
        measure.path("iterations").asInt(measure.has("requests") || windows ? 1 : 5),
        duration(measure, "iteration-time", windows ? "5s" : "10s"),
        measure.has("requests") ? measure.get("requests").intValue() : null,
        duration(measure, "stack-warmup", "5s"),
        measure.path("stacks-together").asBoolean(together),
        measure
            .path("first-token")
            .asBoolean(!measure.has("requests") && !search && !tenants && !windows),
        measure.path("launches").asInt(rounds ? ROUNDS : 1),
        until,
        measure.has("cool-down") ? coolDown(measure.get("cool-down")) : null,
        measure.has("time-budget")
            ? Durations.parse(measure.get("time-budget").textValue())
            : null);
  }

  private static CoolDown coolDown(JsonNode coolDown) {
    return new CoolDown(
        Integer.parseInt(coolDown.get("below").textValue().replace("C", "")),
        duration(coolDown, "at-most", "2m"));
  }

  private static boolean isEveryStackLaunched(JsonNode root) {
    return root.get("stacks").properties().stream().allMatch(one -> one.getValue().has("launch"));
  }

  private static int repeats(Until until, boolean search) {
    return until instanceof Until.Stable stable ? stable.windows() : search ? 1 : 6;
  }

  private static Until until(JsonNode until) {
    return until.has("stable")
        ? new Until.Stable(
            percent(until.get("stable")),
            until.path("windows").asInt(3),
            text(until, "percentile", null),
            until.path("at-most").asInt(10))
        : new Until.Narrow(
            percent(until.get("interval")),
            text(until, "of", "total-latency"),
            until.path("at-most").asInt(20));
  }
}
