package org.inferometer.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How much of a trial's prompts its server took from a prefix cache.
 *
 * @param share of the prompt tokens, from 0 to 1
 * @param source who says so: the name of the server's counter, which counts warm-up too, or {@code
 *     usage} where its answers tell
 */
public record CacheUse(double share, String source) {
  static final String USAGE = "usage";

  /**
   * Reads {@code cache.jsonl}, the readings of servers' counters around each repeat; a run without
   * one says nothing. A counter that shrank, because its server started anew, says nothing either.
   *
   * @return by {@link CounterReading#key}
   */
  static Map<String, CacheUse> read(Path file, Consumer<String> problems) {
    Map<String, List<CounterReading>> trials = new HashMap<>();
    for (CounterReading one : CounterReading.read(file, problems)) {
      trials.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one);
    }
    Map<String, CacheUse> uses = new HashMap<>();
    trials.forEach(
        (key, repeats) -> {
          double found = 0;
          double wanted = 0;
          for (CounterReading repeat : repeats) {
            boolean told = grown(repeat, "found") >= 0 && grown(repeat, "wanted") > 0;
            found += told ? grown(repeat, "found") : 0;
            wanted += told ? grown(repeat, "wanted") : 0;
          }
          if (wanted > 0) {
            String source = repeats.get(repeats.size() - 1).after().path("source").asText();
            uses.put(key, new CacheUse(found / wanted, source));
          }
        });
    return uses;
  }

  private static double grown(CounterReading reading, String what) {
    return reading.after().path(what).asDouble(Double.NaN)
        - reading.before().path(what).asDouble(Double.NaN);
  }
}
