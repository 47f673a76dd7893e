package org.inferometer.telemetry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How fast the processors run and may run, as Linux' cpufreq tells; null where it does not, as in
 * most virtual machines.
 *
 * @param governor who decides, of all processors
 * @param megahertz now, mean over the processors
 * @param most megahertz that the fastest processor may reach
 */
record CpuFrequency(String governor, Double megahertz, Double most) {
  private static final double KILO = 1000;

  /** Of the processors in {@code folder}: {@code /sys/devices/system/cpu}. */
  static CpuFrequency read(Path folder) {
    List<String> governors = new ArrayList<>();
    List<Double> now = new ArrayList<>();
    List<Double> most = new ArrayList<>();
    try (DirectoryStream<Path> processors = Files.newDirectoryStream(folder, "cpu[0-9]*")) {
      for (Path one : processors) {
        Path told = one.resolve("cpufreq");
        add(told.resolve("scaling_governor"), governors);
        addNumber(told.resolve("scaling_cur_freq"), now);
        addNumber(told.resolve("cpuinfo_max_freq"), most);
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return new CpuFrequency(
        governors.isEmpty()
            ? null
            : governors.stream().distinct().sorted().collect(Collectors.joining(", ")),
        now.isEmpty() ? null : now.stream().mapToDouble(x -> x).average().orElseThrow(),
        most.isEmpty() ? null : most.stream().mapToDouble(x -> x).max().orElseThrow());
  }

  private static void addNumber(Path file, List<Double> numbers) {
    List<String> texts = new ArrayList<>();
    add(file, texts);
    texts.stream()
        .filter(text -> text.matches("\\d{1,9}"))
        .forEach(text -> numbers.add(Double.parseDouble(text) / KILO));
  }

  private static void add(Path file, List<String> texts) {
    try {
      String text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        texts.add(text);
      }
    } catch (IOException e) {
      // This processor does not tell.
    }
  }
}
