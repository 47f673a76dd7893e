package org.inferometer.load.trace;

import java.io.IOException;
import java.util.List;
import org.inferometer.record.Printable;

/** Azure's and BurstGPT's: a header, and a time and two lengths in columns that it names. */
final class CsvSource implements RowSource {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Lines lines;
  private final TraceFormat format;
  private final Stamps stamps = new Stamps();
  private List<String> header;
  private int[] places;

  CsvSource(Lines lines, TraceFormat format) {
    this.lines = lines;
    this.format = format;
  }

  @Override
  public Row next() throws IOException {
    if (header == null) {
      readHeader();
    }
    String line = lines.next();
    if (line == null) {
      return null;
    }
    List<String> values = CsvLine.fields(line);
    if (values.size() != header.size()) {
      throw lines.problem(
          "found %d columns; allowed: %d, as in the first line"
              .formatted(values.size(), header.size()));
    }
    return new Row(
        lines.number(),
        at(values.get(places[0])),
        Numbers.tokens(lines, format.names.get(1), values.get(places[1])),
        Numbers.tokens(lines, format.names.get(2), values.get(places[2])),
        null);
  }

  private void readHeader() throws IOException {
    String line = lines.next();
    header = CsvLine.fields(line == null ? "" : line);
    for (String name : format.names) {
      long found = header.stream().filter(name::equals).count();
      if (found != 1) {
        throw lines.problem(
            "%s column \"%s\" among: %s; allowed: %s, each once"
                .formatted(
                    found == 0 ? "no" : "more than one",
                    name,
                    Printable.line(String.join(", ", header)),
                    String.join(", ", format.names)));
      }
    }
    places = format.names.stream().mapToInt(header::indexOf).toArray();
  }

  private long at(String text) {
    String name = format.names.get(0);
    return format == TraceFormat.AZURE
        ? stamps.nanos(lines, name, text)
        : Numbers.nanos(lines, name, text, NANOS_PER_SECOND, "seconds");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
