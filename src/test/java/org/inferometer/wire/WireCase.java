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
record WireCase(String name, List<String> request, String answer, String record, String counted) {
  private static final Pattern RANGE = Pattern.compile("(\\w+)=(\\d+)\\.\\.(\\d+)");

  /** A row begins with a line and has four columns, or five. */
  private static final int CELLS = 5;

  /** Protocols whose answers tell their tokens at the end, in the words of a request. */
  private static final List<String> COUNT_AT_THE_END = List.of("ollama", "responses", "anthropic");

  /** Protocols whose every event tells them. */
  private static final List<String> COUNT_IN_EVENTS =
      List.of("tgi", "llama-cpp", "sglang", "gemini");

  /** All rows of the suite. */
  static List<WireCase> all() {
    try (InputStream suite = WireCase.class.getResourceAsStream("wire-suite.md")) {
      return new String(suite.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("| ") && !line.startsWith("| Case |"))
          .map(line -> line.split("\\|"))
          .filter(cells -> cells.length >= CELLS)
          .map(WireCase::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WireCase row(String[] cells) {
    return new WireCase(
        cells[1].trim(),
        List.of(cells[2].trim().split(" ")),
        cells[3].trim(),
        cells[4].trim(),
        cells.length == CELLS ? "" : cells[CELLS].trim());
  }

  /** This row in the other protocols, where it is one of theirs; none may lack it. */
  Stream<WireCase> inOtherProtocols() {
    return counted.isEmpty()
        ? Stream.empty()
        : Stream.concat(
                COUNT_AT_THE_END.stream().map(protocol -> in(protocol, record)),
                COUNT_IN_EVENTS.stream().map(protocol -> in(protocol, counted)))
            .filter(row -> !row.record.equals("none"));
  }

  private WireCase in(String protocol, String records) {
    String spoken = protocol + "/" + Protocols.named(protocol).names().get(0);
    List<String> asked = request.stream().map(w -> w.equals("openai") ? spoken : w).toList();
    return new WireCase(name, asked, answer, of(protocol, records), "");
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

  /** Whether the answer is spelled out. */
  boolean literal() {
    return answer.startsWith("`");
  }

  /**
   * The ways that the request goes: all there are, unless the row names a transport. TLS over the
   * library's sockets is the library's, too, and {@link ConnectionLifeTest} enough for it.
   */
  List<Over> ways() {
    boolean all = Stream.of(Transport.values()).noneMatch(each -> asks(each.label()));
    return Stream.of(Over.SOCKETS, Over.SOCKETS_TLS, Over.HTTP_CLIENT)
        .filter(each -> all || asks(each.transport().label()))
        .toList();
  }

  /** The record by one way; where the library tells less, its own follows. */
  String record(Over by) {
    return of(by.transport().label(), record);
  }

  /** The record that a cell has for {@code name}: one of its own behind it, or that of all. */
  private static String of(String name, String cell) {
    String[] records = cell.split(" / ");
    return Stream.of(records)
        .filter(each -> each.startsWith(name + ": "))
        .map(each -> each.substring(name.length() + 2))
        .findFirst()
        .orElse(records[0]);
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
