package org.inferometer.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stack's process tree, and what it has of the GPUs, which are read before it. */
record Tree(String name, TreeProbe probe, Gpus gpus) implements Source {
  @Override
  public Map<String, Double> read() {
    Map<String, Double> values = new HashMap<>(probe.read());
    for (NvmlDevice gpu : gpus.devices()) {
      List<Double> own =
          probe.pids().stream()
              .filter(gpu.processes()::containsKey)
              .map(gpu.processes()::get)
              .toList();
      if (!own.isEmpty()) {
        values.put(ReadingNames.PROCESSES_AT + gpu.name(), (double) own.size());
      }
      own.stream()
          .filter(bytes -> !bytes.isNaN())
          .forEach(bytes -> values.merge(ReadingNames.GPU_MEMORY_BYTES, bytes, Double::sum));
    }
    return values;
  }

  @Override
  public void close() {
    probe.close();
  }
}
