package org.inferometer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.inferometer.load.ArrivalFunction;
import org.inferometer.load.Closed;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.load.Schedule;
import org.inferometer.load.Stage;
import org.inferometer.load.Stages;
import org.inferometer.load.Trace;
import org.inferometer.load.Users;
import org.inferometer.load.trace.TraceFormat;

/**
 * Loads as scenarios and plans write them: an entry has the key that names its kind, with one level
 * or several, and what belongs to it.
 */
final class LoadEntries {
  private static final int MOST_CLOSED = 1024;
  private static final int MOST_USERS = 10_000;
  private static final int HIGHEST_RATE = 100_000;
  private static final int FASTEST = 1_000_000;

  /** A function is looked at up to a million times; each trial of a plan has an entry of it. */
  private static final Map<JsonNode, ArrivalFunction> FUNCTIONS = new ConcurrentHashMap<>();

  private static final List<String> KINDS =
      List.of("closed", "rate", "users", "trace", "stages", "arrivals-at");

  private LoadEntries() {}

  /** The key that says what kind of load {@code entry} is. */
  static String kind(JsonNode entry) {
    return KINDS.stream().filter(entry::has).findFirst().orElseThrow();
  }

  /**
   * The loads of an entry, one for each level.
   *
   * @param folder from which paths are seen
   * @throws IllegalArgumentException saying what of it cannot be
   */
  static List<Load> loads(JsonNode entry, Path folder) {
    if (entry.has("closed")) {
      return levels(entry.get("closed"), MOST_CLOSED, p -> new Closed(p.intValueExact()));
    }
    if (entry.has("rate")) {
      return levels(entry.get("rate"), HIGHEST_RATE, rate -> open(entry, rate(entry, rate)));
    }
    if (entry.has("users")) {
      return levels(entry.get("users"), MOST_USERS, users -> users(entry, users.intValueExact()));
    }
    if (entry.has("trace")) {
      JsonNode speeds = entry.path("speed-up");
      Trace trace = trace(entry, folder);
      return speeds.isMissingNode()
          ? List.of(open(entry, trace))
          : levels(speeds, FASTEST, one -> open(entry, trace.spedUp(one.doubleValue())));
    }
    return List.of(open(entry, entry.has("stages") ? stages(entry) : function(entry)));
  }

  private static List<Load> levels(JsonNode levels, int highest, Function<BigDecimal, Load> load) {
    return Levels.of(levels, highest).stream().map(load).toList();
  }

  private static Users users(JsonNode entry, int users) {
    Map<String, Integer> mix = new LinkedHashMap<>();
    entry.path("mix").properties().forEach(one -> mix.put(one.getKey(), one.getValue().intValue()));
    return new Users(
        users,
        entry.path("spawn-rate").asDouble(1),
        Thinks.parse(entry.path("think").asText("0s")),
        duration(entry),
        mix);
  }

  private static Open open(JsonNode entry, Schedule schedule) {
    return new Open(
        schedule,
        entry.has("max-in-flight") ? entry.get("max-in-flight").intValue() : null,
        entry.path("label").textValue());
  }

  private static Rate rate(JsonNode entry, BigDecimal perSecond) {
    return new Rate(perSecond.doubleValue(), gaps(entry), duration(entry));
  }

  private static Stages stages(JsonNode entry) {
    List<Stage> stages = new ArrayList<>();
    double before = 0;
    for (JsonNode one : entry.get("stages")) {
      double to = one.get(one.has("ramp") ? "ramp" : "rate").doubleValue();
      stages.add(new Stage(one.has("ramp") ? before : to, to, duration(one)));
      before = to;
    }
    return new Stages(stages, gaps(entry));
  }

  private static ArrivalFunction function(JsonNode entry) {
    return FUNCTIONS.computeIfAbsent(entry, LoadEntries::newFunction);
  }

  private static ArrivalFunction newFunction(JsonNode entry) {
    return new ArrivalFunction(
        entry.get("arrivals-at").textValue(),
        entry.path("compression").asDouble(1),
        entry.has("duration") ? duration(entry) : null);
  }

  private static Trace trace(JsonNode entry, Path folder) {
    return new Trace(
        folder.resolve(entry.get("trace").textValue()).normalize(),
        entry.has("format") ? TraceFormat.named(entry.get("format").textValue()) : null,
        1,
        entry.has("first") ? entry.get("first").intValue() : null,
        entry.has("spread") ? Durations.parse(entry.get("spread").textValue()) : null);
  }

  private static Gaps gaps(JsonNode entry) {
    return switch (entry.path("arrivals").asText("poisson")) {
      case "constant" -> Gaps.CONSTANT;
      case "gamma" -> new Gaps(entry.path("burstiness").asDouble(1));
      default -> Gaps.POISSON;
    };
  }

  private static Duration duration(JsonNode object) {
    return Durations.parse(object.get("duration").textValue());
  }

  /** The entry that {@link #loads} makes {@code load} of. */
  static ObjectNode entry(Open load) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    if (load.schedule() instanceof Rate rate) {
      entry.put("rate", plain(rate.perSecond()));
      put(entry, rate.gaps());
      entry.put("duration", Durations.format(rate.duration()));
    } else if (load.schedule() instanceof Stages stages) {
      ArrayNode all = entry.putArray("stages");
      for (Stage stage : stages.stages()) {
        all.addObject()
            .put(stage.from() == stage.to() ? "rate" : "ramp", plain(stage.to()))
            .put("duration", Durations.format(stage.duration()));
      }
      put(entry, stages.gaps());
    } else if (load.schedule() instanceof ArrivalFunction function) {
      entry.put("arrivals-at", function.text());
      entry.put("compression", plain(function.compression()));
      if (function.limit() != null) {
        entry.put("duration", Durations.format(function.limit()));
      }
    } else if (load.schedule() instanceof Trace trace) {
      put(entry, trace);
    }
    if (load.maxInFlight() != null) {
      entry.put("max-in-flight", load.maxInFlight());
    }
    if (load.title() != null) {
      entry.put("label", load.title());
    }
    return entry;
  }

  private static void put(ObjectNode entry, Trace trace) {
    entry.put("trace", trace.file().toString());
    entry.put("speed-up", plain(trace.speedUp()));
    if (trace.format() != null) {
      entry.put("format", trace.format().label());
    }
    if (trace.first() != null) {
      entry.put("first", trace.first());
    }
    if (trace.spread() != null) {
      entry.put("spread", Durations.format(trace.spread()));
    }
  }

  private static void put(ObjectNode entry, Gaps gaps) {
    if (gaps.equals(Gaps.CONSTANT) || gaps.equals(Gaps.POISSON)) {
      entry.put("arrivals", gaps.equals(Gaps.CONSTANT) ? "constant" : "poisson");
    } else {
      entry.put("arrivals", "gamma").put("burstiness", plain(gaps.burstiness()));
    }
  }

  private static BigDecimal plain(double number) {
    return new BigDecimal(Schedule.plain(number));
  }
}
