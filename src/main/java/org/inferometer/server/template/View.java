package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Python's {@code dict.keys()}, {@code dict.values()} and {@code dict.items()} give: it has a
 * length and can be gone through, but has no first or last.
 *
 * @param type Python's name of the type
 * @param items what there is to go through
 */
record View(String type, List<Object> items) {
  static View keys(Map<?, ?> map) {
    return new View("dict_keys", new ArrayList<>(map.keySet()));
  }

  static View values(Map<?, ?> map) {
    return new View("dict_values", new ArrayList<>(map.values()));
  }

  static View items(Map<?, ?> map) {
    return new View("dict_items", pairs(map));
  }

  /** A map's keys with their values. */
  static List<Object> pairs(Map<?, ?> map) {
    List<Object> pairs = new ArrayList<>(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      List<Object> pair = new ArrayList<>(2);
      pair.add(entry.getKey());
      pair.add(entry.getValue());
      pairs.add(new Tuple(pair));
    }
    return pairs;
  }
}
