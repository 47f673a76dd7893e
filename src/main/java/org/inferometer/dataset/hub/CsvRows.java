package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.dataset.DatasetException;

/**
 * Comma-separated values after RFC 4180, the first of which name the columns: quoted values may
 * hold separators, quotes and line ends.
 */
final class CsvRows implements Rows {
  private final Path file;
  private final Reader in;
  private final char separator;
  private final List<String> columns;
  private int next;
  private int at = 1;
  private int line = 1;

  CsvRows(Path file, Reader in, char separator) throws IOException {
    this.file = file;
    this.in = in;
    this.separator = separator;
    this.next = in.read();
    this.columns = values();
  }

  @Override
  public JsonNode next() throws IOException {
    while (next == '\n' || next == '\r') {
      read();
    }
    if (next < 0) {
      return null;
    }
    List<String> values = values();
    if (values.size() != columns.size()) {
      throw new DatasetException(
          file,
          line,
          "%d values for %d columns (%s)"
              .formatted(values.size(), columns.size(), String.join(", ", columns)));
    }
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), values.get(i));
    }
    return row;
  }

  @Override
  public DatasetException mistake(String why) {
    return new DatasetException(file, line, why);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private List<String> values() throws IOException {
    line = at;
    List<String> values = new ArrayList<>();
    values.add(value());
    while (next == separator) {
      read();
      values.add(value());
    }
    return values;
  }

  private String value() throws IOException {
    StringBuilder value = new StringBuilder();
    if (next == '"') {
      quoted(value);
    }
    while (next >= 0 && next != separator && next != '\n' && next != '\r') {
      value.append((char) read());
    }
    return value.toString();
  }

  /** Up to the quote that closes it; two in a row are one of the value. */
  private void quoted(StringBuilder value) throws IOException {
    read();
    while (next >= 0) {
      char one = (char) read();
      if (one == '"' && next != '"') {
        return;
      }
      value.append(one == '"' ? (char) read() : one);
    }
    throw new DatasetException(file, line, "a quote is opened and not closed");
  }

  /** The character that was next. */
  private int read() throws IOException {
    int read = next;
    at += read == '\n' ? 1 : 0;
    next = in.read();
    return read;
  }
}
