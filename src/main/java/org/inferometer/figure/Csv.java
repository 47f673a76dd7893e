package org.inferometer.figure;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values, RFC 4180, written line by line. */
public final class Csv {
  private final StringBuilder text = new StringBuilder();

  /** Adds a line. */
  public Csv line(List<String> cells) {
    text.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(","))).append('\n');
    return this;
  }

  /** With all its digits; empty where it is unknown. */
  public static String number(double value) {
    return Double.isFinite(value) ? String.valueOf(value) : "";
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\n\r]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
