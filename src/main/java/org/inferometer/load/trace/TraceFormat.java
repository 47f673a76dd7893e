package org.inferometer.load.trace;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose traces they are; each is recognized by its first line. */
public enum TraceFormat {
  /** JSON Lines of kvcache-ai/Mooncake: milliseconds, with ids of blocks that prompts share. */
  MOONCAKE(List.of("timestamp", "input_length", "output_length"), "JSON Lines"),

  /** CSV of Azure/AzurePublicDataset, LLM inference traces of 2023 and 2024. */
  AZURE(List.of("TIMESTAMP", "ContextTokens", "GeneratedTokens"), "CSV"),

  /** CSV of HPMLL/BurstGPT: seconds. */
  BURSTGPT(List.of("Timestamp", "Request tokens", "Response tokens"), "CSV"),

  /** What a run has kept of its requests. */
  RECORDS(List.of("stack", "outcome", "phase"), "JSON Lines of requests/STACK/TRIAL.jsonl");

  /** Names that a file of this format has in its first line, and what it is. */
  final List<String> names;

  private final String kind;

  TraceFormat(List<String> names, String kind) {
    this.names = names;
    this.kind = kind;
  }

  /** Its name in a scenario. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format called {@code label}. */
  public static TraceFormat named(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** The format of a file that begins with {@code line}. */
  static Optional<TraceFormat> of(String line) {
    return Arrays.stream(values()).filter(one -> one.isBegunBy(line)).findFirst();
  }

  private boolean isBegunBy(String line) {
    return missing(line).isEmpty();
  }

  /** The names that {@code line} has not. */
  private List<String> missing(String line) {
    boolean json = line.startsWith("{");
    return json == kind.startsWith("JSON")
        ? names.stream()
            .filter(name -> !(json ? line.contains('"' + name + '"') : has(line, name)))
            .toList()
        : names;
  }

  /**
   * What a file that begins with {@code line} lacks to be a trace. It is not shown: what was named
   * by mistake may hold anything.
   */
  static String lack(String line) {
    TraceFormat nearest =
        Arrays.stream(values())
            .min(Comparator.comparingInt(one -> one.missing(line).size() - one.names.size()))
            .orElseThrow();
    List<String> missing = nearest.missing(line);
    return missing.size() < nearest.names.size()
        ? "which has no %s, like %s".formatted(String.join(", ", missing), nearest.label())
        : line.startsWith("{")
            ? "which is JSON with none of their names"
            : "which is no JSON and has none of their columns";
  }

  private static boolean has(String header, String column) {
    return CsvLine.fields(header).contains(column);
  }

  /** All formats, for those whose file has none of them. */
  static String allowed() {
    return Arrays.stream(values())
        .map(
            one -> "%s (%s with %s)".formatted(one.label(), one.kind, String.join(", ", one.names)))
        .collect(Collectors.joining("; "));
  }
}
