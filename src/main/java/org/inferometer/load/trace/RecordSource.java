package org.inferometer.load.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;

/**
 * A run's own: the measured requests of the first repeat in the file, by the time for which each
 * was scheduled. Records stand in the order in which answers ended, so all of that repeat are read.
 */
final class RecordSource implements RowSource {
  private final Iterator<Row> rows;

  RecordSource(Path file) {
    List<Row> found = new ArrayList<>();
    Integer[] fork = new Integer[1];
    RecordReader.readWhile(
        file,
        record -> {
          fork[0] = fork[0] == null ? record.fork() : fork[0];
          boolean wanted = fork[0].equals(record.fork());
          if (wanted && record.phase() == Phase.MEASURED && at(record) != null) {
            TraceReader.requireRoom(file, found.size(), TraceReader.REQUESTS);
            found.add(row(found.size() + 1, record));
          }
          return wanted;
        },
        (line, reason) -> {
          throw new TraceException(
              file,
              line,
              reason + "; allowed: lines that a run has written (the last, if it was cut, can go)");
        });
    found.sort(Comparator.comparingLong(Row::at));
    rows = found.iterator();
  }

  private static Long at(RequestRecord record) {
    return record.scheduled() == null ? record.started() : record.scheduled();
  }

  private static Row row(int number, RequestRecord record) {
    Integer output = record.outputTokens() == null ? record.maxTokens() : record.outputTokens();
    return new Row(number, at(record), orNone(record.promptTokens()), orNone(output), null);
  }

  private static int orNone(Integer tokens) {
    return tokens == null ? 0 : tokens;
  }

  @Override
  public Row next() {
    return rows.hasNext() ? rows.next() : null;
  }

  @Override
  public void close() {
    // The file is closed already.
  }
}
