package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private static final JsonMapper JSON = new JsonMapper();

  /** What is counted, by stack and trial; each with its repeats. */
  private static final class Growth {
    final Map<Integer, double[]> repeats = new TreeMap<>();
    String source;
  }

  /**
   * Reads {@code cache.jsonl}, the readings of servers' counters around each repeat; a run without
   * one says nothing. A counter that shrank, because its server started anew, says nothing either.
   *
   * @return by {@link #key}
   */
  static Map<String, CacheUse> read(Path file, Consumer<String> problems) {
    Map<String, Growth> growths = new HashMap<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      try {
        JsonNode one = JSON.readTree(line);
        Growth growth =
            growths.computeIfAbsent(
                key(one.path("stack").asText(), one.path("trial").asText()), key -> new Growth());
        growth.source = one.at("/after/source").asText();
        growth.repeats.put(
            one.path("repeat").asInt(), new double[] {grown(one, "found"), grown(one, "wanted")});
      } catch (JsonProcessingException e) {
        problems.accept("%s, line %d is left out: no JSON".formatted(file, number));
      }
    }
    Map<String, CacheUse> uses = new HashMap<>();
    growths.forEach(
        (key, growth) -> {
          double found = 0;
          double wanted = 0;
          for (double[] repeat : growth.repeats.values()) {
            boolean told = repeat[0] >= 0 && repeat[1] > 0;
            found += told ? repeat[0] : 0;
            wanted += told ? repeat[1] : 0;
          }
          if (wanted > 0) {
            uses.put(key, new CacheUse(found / wanted, growth.source));
          }
        });
    return uses;
  }

  /** Names a trial of a stack among the uses. */
  static String key(String stack, String trial) {
    return stack + " " + trial;
  }

  private static double grown(JsonNode line, String what) {
    return line.path("after").path(what).asDouble(Double.NaN)
        - line.path("before").path(what).asDouble(Double.NaN);
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
