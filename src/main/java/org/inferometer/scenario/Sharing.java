package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the servers of tenants share what they compute on.
 *
 * @param kind what divides it
 * @param threads of MPS: the percentage of a GPU's threads that a tenant may use at most; null for
 *     all
 * @param memory of MPS: how much memory of each GPU a tenant may take at most, like {@code 10G};
 *     null for all
 */
public record Sharing(Kind kind, Integer threads, String memory) {
  /** What divides it. */
  public enum Kind {
    /** The driver of GPUs, which gives one process after the other a slice of time. */
    TIME_SLICING,
    /** NVIDIA's Multi-Process Service, under which kernels of several processes run at once. */
    MPS,
    /** The operating system: every server may run on all processors. */
    PROCESSORS_SHARED,
    /** Nobody: every server has processors of its own. */
    PROCESSORS_SPLIT;

    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final String PROCESSORS = "processors";
  private static final String MPS = "mps";

  /** Of a {@code kind} without limits. */
  public Sharing(Kind kind) {
    this(kind, null, null);
  }

  /** Whether it is one of GPUs. */
  public boolean ofGpus() {
    return kind == Kind.TIME_SLICING || kind == Kind.MPS;
  }

  /** What an {@link #entry} says. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Sharing of(JsonNode entry) {
    if (entry.isTextual()) {
      return new Sharing(entry.textValue().equals(MPS) ? Kind.MPS : Kind.TIME_SLICING);
    }
    if (entry.has(PROCESSORS)) {
      return new Sharing(
          entry.get(PROCESSORS).textValue().equals("split")
              ? Kind.PROCESSORS_SPLIT
              : Kind.PROCESSORS_SHARED);
    }
    JsonNode limits = entry.get(MPS);
    return new Sharing(
        Kind.MPS,
        limits.has("threads") ? limits.get("threads").intValue() : null,
        limits.has("memory") ? limits.get("memory").textValue() : null);
  }

  /** As a scenario has it. */
  @JsonValue
  Object entry() {
    return switch (kind) {
      case TIME_SLICING -> kind.label();
      case MPS -> limits().isEmpty() ? MPS : Map.of(MPS, limits());
      case PROCESSORS_SHARED -> Map.of(PROCESSORS, "shared");
      case PROCESSORS_SPLIT -> Map.of(PROCESSORS, "split");
    };
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    if (threads != null) {
      limits.put("threads", threads);
    }
    if (memory != null) {
      limits.put("memory", memory);
    }
    return limits;
  }

  /** In files: {@code mps-t50-m10g}, {@code processors-split}. */
  public String name() {
    return kind.label()
        + (threads == null ? "" : "-t" + threads)
        + (memory == null ? "" : "-m" + memory.toLowerCase(Locale.ROOT));
  }

  /** For a reader: {@code mps, 50 % of threads, 10G}, {@code processors split}. */
  public String label() {
    return (ofGpus() ? kind.label() : kind.label().replace('-', ' '))
        + (threads == null ? "" : ", " + threads + " % of threads")
        + (memory == null ? "" : ", " + memory);
  }
}
