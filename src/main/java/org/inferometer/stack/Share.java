package org.inferometer.stack;

import java.util.HashMap;
import java.util.Map;
import org.inferometer.machine.Processors;

/**
 * What a launched stack may use of the machine.
 *
 * @param processors where it is kept; null for wherever this program is
 * @param environment variables of its process, before those of its launch
 */
public record Share(Processors processors, Map<String, String> environment) {
  /** Whatever there is. */
  public static final Share ANY = new Share(null, Map.of());

  public Share {
    environment = Map.copyOf(environment);
  }

  /** {@code others} with these variables. */
  Map<String, String> added(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(others);
    all.putAll(environment);
    return all;
  }
}
