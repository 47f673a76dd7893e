package org.inferometer.result;

import static org.inferometer.telemetry.ServerReading.CACHE_FOUND;
import static org.inferometer.telemetry.ServerReading.CACHE_WANTED;

import java.util.Collection;

/**
 * How much of a trial's prompts its server took from a prefix cache.
 *
 * @param share of the prompt tokens, from 0 to 1
 * @param source who says so: the name of the server's counter, which counts warm-up too, or {@code
 *     usage} where its answers tell
 */
public record CacheUse(double share, String source) {
  static final String USAGE = "usage";

  /** By what a server counted over the repeats of a trial; null if it did not. */
  static CacheUse of(Collection<ServerGrowth> repeats) {
    double found = 0;
    double wanted = 0;
    String source = null;
    for (ServerGrowth one : repeats) {
      if (one.values().containsKey(CACHE_FOUND) && one.values().containsKey(CACHE_WANTED)) {
        found += one.values().get(CACHE_FOUND);
        wanted += one.values().get(CACHE_WANTED);
        source = one.metrics().get(CACHE_FOUND);
      }
    }
    return wanted > 0 ? new CacheUse(found / wanted, source) : null;
  }
}
