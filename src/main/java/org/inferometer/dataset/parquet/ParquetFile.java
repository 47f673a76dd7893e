package org.inferometer.dataset.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.parquet.Thrift.Struct;

/**
 * A Parquet file, after the format's description 2.11. Groups become objects, and lists arrays, put
 * together by their levels as in Melnik et al., "Dremel: Interactive Analysis of Web-Scale
 * Datasets" (VLDB 2010).
 */
public final class ParquetFile implements Closeable {
  /** What stands at the beginning and at the end of each such file. */
  public static final String MAGIC = "PAR1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int TAIL = 8;

  /** By how much some writers forget to count the header of a dictionary. */
  private static final int UNCOUNTED = 100;

  private final Path file;
  private final Set<String> wanted;
  private final FileChannel in;
  private final Field table;
  private final List<Struct> groups;
  private final Column[] columns;
  private int nextGroup;
  private long left;

  /**
   * Opens {@code file}.
   *
   * @param wanted names of the columns that are read; of others only the names are
   * @throws DatasetException if it is no whole Parquet file
   */
  public ParquetFile(Path file, Set<String> wanted) throws IOException {
    this.file = file;
    this.wanted = wanted;
    this.in = FileChannel.open(file);
    try {
      Struct footer = footer();
      this.table = Field.root(footer.structs(2));
      this.groups = footer.structs(4);
      this.columns = new Column[table.columns()];
    } catch (RuntimeException e) {
      in.close();
      throw mistake(e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The next row: its wanted columns, and nulls for the others; null after the last.
   *
   * @throws DatasetException if it cannot be read
   */
  public ObjectNode next() throws IOException {
    try {
      while (left == 0 && nextGroup < groups.size()) {
        open(groups.get(nextGroup++));
      }
      if (left == 0) {
        return null;
      }
      left--;
      ObjectNode row = JSON.objectNode();
      for (Field field : table.fields()) {
        row.set(field.name(), isWanted(field) ? read(field) : JSON.nullNode());
      }
      return row;
    } catch (RuntimeException e) {
      throw mistake(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean isWanted(Field field) {
    return wanted.contains(field.name());
  }

  private Struct footer() throws IOException {
    UnreadableException.unless(in.size() >= TAIL + MAGIC.length(), "it is cut");
    ByteBuffer tail = bytes(in.size() - TAIL, TAIL);
    int length = tail.getInt();
    String end = StandardCharsets.ISO_8859_1.decode(tail).toString();
    UnreadableException.unless(!end.equals("PARE"), "it is encrypted");
    UnreadableException.unless(
        end.equals(MAGIC) && length > 0 && length <= in.size() - TAIL,
        "it is cut: its end is missing");
    return Thrift.read(bytes(in.size() - TAIL - length, length));
  }

  private void open(Struct group) throws IOException {
    List<Struct> chunks = group.structs(1);
    UnreadableException.unless(
        chunks.size() == columns.length,
        "%d columns instead of %d".formatted(chunks.size(), columns.length));
    left = group.number(3);
    for (Field field : table.fields()) {
      if (isWanted(field)) {
        open(field, chunks);
      }
    }
  }

  private void open(Field field, List<Struct> chunks) throws IOException {
    for (Field one : field.fields()) {
      open(one, chunks);
    }
    if (field.isColumn()) {
      Struct chunk = chunks.get(field.column());
      UnreadableException.unless(!chunk.has(8), "it is encrypted");
      UnreadableException.unless(!chunk.has(1), "its values stand in other files");
      Struct about = chunk.struct(3);
      long data = about.number(9);
      long dictionary = about.number(11, data);
      long from = dictionary > 0 ? Math.min(dictionary, data) : data;
      long length = Math.min(about.number(7) + UNCOUNTED, in.size() - from);
      columns[field.column()] = new Column(bytes(from, length), field, about);
    }
  }

  private ByteBuffer bytes(long from, long length) throws IOException {
    UnreadableException.unless(from >= 0 && length >= 0 && from + length <= in.size(), "it is cut");
    return in.map(FileChannel.MapMode.READ_ONLY, from, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A field of what is there. */
  private JsonNode read(Field field) {
    if (first(field).definition() < field.definition()) {
      for (int i = 0; i < field.columns(); i++) {
        columns[field.column() + i].skip();
      }
      return field.isRepeated() ? JSON.arrayNode() : JSON.nullNode();
    }
    if (!field.isRepeated()) {
      return there(field);
    }
    ArrayNode list = JSON.arrayNode();
    do {
      list.add(there(field));
    } while (first(field).repetition() == field.repetition());
    return list;
  }

  private JsonNode there(Field field) {
    if (field.isColumn()) {
      return first(field).take();
    }
    if (field.isTransparent()) {
      return read(field.fields().get(0));
    }
    ObjectNode group = JSON.objectNode();
    field.fields().forEach(one -> group.set(one.name(), read(one)));
    return group;
  }

  /** All columns of a field tell alike whether it is there. */
  private Column first(Field field) {
    return columns[field.column()];
  }

  /** Whatever a damaged file makes of its reader, its user is told in one line. */
  private DatasetException mistake(RuntimeException e) {
    String why = e instanceof UnreadableException ? e.getMessage() : "it is damaged (" + e + ")";
    return new DatasetException(file, "it is Parquet that cannot be read here: " + why);
  }
}
