package org.inferometer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keys of a document, and values of those that may be missing where no problem was found. */
final class Keys {
  private Keys() {}

  /** The keys of an object, in their order; none of anything else. */
  static List<String> of(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  static <T> List<T> list(
      JsonNode object, String key, Function<JsonNode, T> bind, List<T> standard) {
    if (!object.has(key)) {
      return standard;
    }
    List<T> all = new ArrayList<>();
    object.get(key).forEach(one -> all.add(bind.apply(one)));
    return all;
  }

  static String text(JsonNode object, String key, String standard) {
    return object.has(key) ? object.get(key).textValue() : standard;
  }

  static Duration duration(JsonNode object, String key, Duration standard) {
    return object.has(key) ? Durations.parse(object.get(key).textValue()) : standard;
  }

  static Duration duration(JsonNode object, String key, String standard) {
    return Durations.parse(text(object, key, standard));
  }

  /** A percentage such as {@code 5%}, as a part of 1. */
  static double percent(JsonNode text) {
    return new BigDecimal(text.textValue().replace("%", "")).movePointLeft(2).doubleValue();
  }
}
