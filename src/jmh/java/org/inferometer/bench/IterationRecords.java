package org.inferometer.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;

/**
 * The records of the current iteration. Those that a file has are read again from there: whatever
 * stays in memory is copied by the next collections of garbage, when nothing is read or started.
 */
final class IterationRecords {
  private final Path file;
  private long begin;
  private int written;
  private List<RequestRecord> unwritten = new ArrayList<>();

  private IterationRecords(Path file) {
    this.file = file;
    this.begin = size();
  }

  /** Of a trial without a file. */
  static IterationRecords inMemory() {
    return new IterationRecords(null);
  }

  /** Of a trial whose records are appended to {@code file} from now on. */
  static IterationRecords of(Path file) {
    return new IterationRecords(file);
  }

  /** One that the file has by now. */
  void written() {
    written++;
  }

  /** One that no file has. */
  void add(RequestRecord record) {
    unwritten.add(record);
  }

  /**
   * Those of the iteration, in the order in which they were written, or added; begins the next.
   *
   * @throws UncheckedIOException if the file has not all that were written, as somebody cut it off
   *     or took it away
   */
  List<RequestRecord> take() {
    List<RequestRecord> all = new ArrayList<>();
    long end = size();
    if (end > begin) {
      RecordReader.readFrom(file, begin, all::add);
      begin = end;
    }
    if (all.size() < written) {
      throw new UncheckedIOException(
          "%s has %d of the %d records that were written since the last iteration; nothing may change it while a run goes on"
              .formatted(file, all.size(), written),
          new EOFException());
    }
    written = 0;
    all.addAll(unwritten);
    unwritten = new ArrayList<>();
    return all;
  }

  private long size() {
    try {
      return file == null ? 0 : Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot look at records in " + file + ": " + e.getMessage(), e);
    }
  }
}
