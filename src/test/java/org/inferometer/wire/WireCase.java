package org.inferometer.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One row of {@code wire-suite.md}. */
record WireCase(String name, List<String> request, String answer, String record) {
  private static final Pattern RANGE = Pattern.compile("(\\w+)=(\\d+)\\.\\.(\\d+)");

  /** All rows of the suite. */
  static List<WireCase> all() {
    try (InputStream suite = WireCase.class.getResourceAsStream("wire-suite.md")) {
      return new String(suite.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("| ") && !line.startsWith("| Case |"))
          .map(WireCase::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WireCase row(String line) {
    String[] cells = line.split("\\|");
    return new WireCase(
        cells[1].trim(), List.of(cells[2].trim().split(" ")), cells[3].trim(), cells[4].trim());
  }

  /** The settings of each answer: one, or one for each value of a range. */
  List<String> answers() {
    Matcher range = RANGE.matcher(answer);
    if (!range.find()) {
      return List.of(answer);
    }
    return IntStream.rangeClosed(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
        .mapToObj(value -> range.replaceFirst(range.group(1) + "=" + value))
        .toList();
  }

  boolean asks(String word) {
    return request.contains(word);
  }

  /** The value behind {@code prefix} among the words of the request. */
  Stream<String> asked(String prefix) {
    return request.stream()
        .filter(word -> word.startsWith(prefix))
        .map(word -> word.substring(prefix.length()));
  }

  @Override
  public String toString() {
    return name + " [" + String.join(" ", request) + "; " + answer + "]";
  }
}
