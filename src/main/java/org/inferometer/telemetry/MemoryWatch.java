package org.inferometer.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How much memory of the host and of each GPU is in use while a stack starts and works: what all
 * processes have of it together, at the times of readings.
 */
public final class MemoryWatch implements AutoCloseable {
  private final SampleFile samples;
  private final SortedMap<String, Levels> levels = new TreeMap<>();
  private final Consumer<Sample> reader = this::read;
  private boolean loaded;

  /**
   * Bytes in use.
   *
   * @param before at the first reading
   * @param loaded at the first reading after {@link #loaded}; null before there is one
   * @param peak at most
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Levels(long before, Long loaded, long peak) {}

  MemoryWatch(SampleFile samples) {
    this.samples = samples;
    samples.tell(reader);
  }

  /** The stack has started. */
  public synchronized void loaded() {
    loaded = true;
  }

  /** What was read until now, by {@code host} and the names of GPUs. */
  public synchronized Map<String, Levels> levels() {
    return new TreeMap<>(levels);
  }

  private synchronized void read(Sample sample) {
    Double used = sample.values().get(ReadingNames.MEMORY_USED_BYTES);
    if (used != null) {
      long now = used.longValue();
      Levels before = levels.getOrDefault(sample.source(), new Levels(now, null, now));
      Long after = before.loaded == null && loaded ? (Long) now : before.loaded;
      levels.put(sample.source(), new Levels(before.before, after, Math.max(before.peak, now)));
    }
  }

  /** Reads no more. */
  @Override
  public void close() {
    samples.tellNoMore(reader);
  }
}
