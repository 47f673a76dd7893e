package org.inferometer.result;

import java.util.List;
import java.util.Map;
import org.inferometer.result.Totals.Reading;
import org.inferometer.telemetry.ReadingNames;

/**
 * The GPUs that are a stack's own in a window: those on which processes of its tree compute, and no
 * others.
 *
 * @param sources of their readings
 * @param note what a reader has to know about that; null if nothing
 */
record OwnGpus(List<String> sources, String note) {
  private static final String PROCESSES = ReadingNames.PROCESSES;

  static OwnGpus of(Map<String, Reading> readings, Tenancy tenancy) {
    List<String> all = all(readings);
    // What a divided GPU reads is of all its parts together.
    List<String> undivided =
        all.stream()
            .filter(gpu -> all.stream().noneMatch(one -> one.startsWith(gpu + ".")))
            .toList();
    return of(undivided, readings, tenancy);
  }

  private static List<String> all(Map<String, Reading> readings) {
    return readings.keySet().stream()
        .filter(key -> key.startsWith(ReadingNames.GPU))
        .map(key -> key.substring(0, key.indexOf(' ')))
        .distinct()
        .toList();
  }

  /** The GPUs, shared ones too, on which a stack may compute; of one in parts also the whole. */
  static List<String> used(Map<String, Reading> readings, Tenancy tenancy) {
    List<String> all = all(readings);
    List<String> own = all.stream().filter(gpu -> own(readings, tenancy, gpu) > 0).toList();
    return own.isEmpty()
        ? all
        : all.stream()
            .filter(
                gpu -> own.stream().anyMatch(one -> one.equals(gpu) || one.startsWith(gpu + ".")))
            .toList();
  }

  private static OwnGpus of(List<String> all, Map<String, Reading> readings, Tenancy tenancy) {
    if (all.isEmpty() || !tenancy.here()) {
      return new OwnGpus(List.of(), null);
    }
    List<String> used = all.stream().filter(gpu -> own(readings, tenancy, gpu) > 0).toList();
    return used.isEmpty() ? guess(all, readings, tenancy) : unshared(used, readings, tenancy);
  }

  private static OwnGpus unshared(
      List<String> used, Map<String, Reading> readings, Tenancy tenancy) {
    List<String> shared =
        used.stream()
            .filter(gpu -> most(readings, gpu, PROCESSES) > own(readings, tenancy, gpu))
            .toList();
    return shared.isEmpty()
        ? new OwnGpus(used, null)
        : new OwnGpus(
            List.of(),
            "%s shares %s with other processes: their memory, power and energy are nobody's"
                .formatted(tenancy.stack(), String.join(", ", shared)));
  }

  /** For a server whose processes are not known, such as one that runs in a container. */
  private static OwnGpus guess(List<String> all, Map<String, Reading> readings, Tenancy tenancy) {
    List<String> busy = all.stream().filter(gpu -> !(most(readings, gpu, PROCESSES) == 0)).toList();
    if (busy.isEmpty()) {
      return new OwnGpus(busy, null);
    }
    boolean others =
        readings.containsKey(Telemetry.key(Telemetry.source(tenancy.stack()), PROCESSES))
            && busy.stream().anyMatch(gpu -> most(readings, gpu, PROCESSES) > 0);
    // Where no processes are told, nobody knows which of several is in use.
    boolean told =
        all.size() == 1
            || busy.stream().noneMatch(gpu -> Double.isNaN(most(readings, gpu, PROCESSES)));
    String unknown = "which GPUs %s uses is not known: ".formatted(tenancy.stack());
    return tenancy.alone() && !others && told
        ? new OwnGpus(busy, unknown + "all that are in use are taken for its own")
        : new OwnGpus(List.of(), unknown + "nothing is told of their memory, power and energy");
  }

  private static double own(Map<String, Reading> readings, Tenancy tenancy, String gpu) {
    return most(readings, Telemetry.source(tenancy.stack()), ReadingNames.PROCESSES_AT + gpu);
  }

  private static double most(Map<String, Reading> readings, String source, String name) {
    Reading reading = readings.get(Telemetry.key(source, name));
    return reading == null ? Double.NaN : reading.max;
  }
}
