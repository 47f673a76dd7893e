package org.inferometer.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How much memory is in use while a stack starts and works, at the times of readings: of the host
 * and of each GPU, whoever has it, and by the stack's own processes.
 */
public final class MemoryWatch implements AutoCloseable {
  private final SampleFile samples;
  private final String tree;
  private final SortedMap<String, Levels> levels = new TreeMap<>();
  private final Consumer<Sample> reader = this::read;
  private boolean loaded;

  /**
   * Bytes in use.
   *
   * @param before at the first reading; null of processes, which are not there before
   * @param loaded at the first reading after {@link #loaded}; null before there is one
   * @param peak at most
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Levels(Long before, Long loaded, long peak) {}

  MemoryWatch(SampleFile samples, String stack) {
    this.samples = samples;
    this.tree = ReadingNames.STACK + stack;
    samples.tell(reader);
  }

  /** The stack has started. */
  public synchronized void loaded() {
    loaded = true;
  }

  /** What was read until now, by the names of sources: the host, GPUs, the stack. */
  public synchronized Map<String, Levels> levels() {
    return new TreeMap<>(levels);
  }

  private synchronized void read(Sample sample) {
    boolean its = sample.source().equals(tree);
    Double used =
        sample.values().get(its ? ReadingNames.RESIDENT_BYTES : ReadingNames.MEMORY_USED_BYTES);
    if (used != null) {
      long now = used.longValue();
      Levels before =
          levels.getOrDefault(sample.source(), new Levels(its ? null : (Long) now, null, now));
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
