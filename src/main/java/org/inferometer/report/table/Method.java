package org.inferometer.report.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a trial is measured, for readers of its numbers: {@code method.txt}, line by line. */
public final class Method {
  private Method() {}

  /** Sentences by subject. */
  public static Map<String, String> lines() {
    try (InputStream in = Method.class.getResourceAsStream("method.txt")) {
      Map<String, String> lines = new LinkedHashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(": ", 2))
          .forEach(line -> lines.put(line[0], line[1]));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("method.txt is missing from this build", e);
    }
  }
}
