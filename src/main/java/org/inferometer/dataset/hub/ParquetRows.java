package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.parquet.ParquetFile;

/** Rows of a Parquet file. */
final class ParquetRows implements Rows {
  private final Path file;
  private final ParquetFile in;
  private int row;

  ParquetRows(Path file, Columns columns) throws IOException {
    this.file = file;
    this.in = new ParquetFile(file, columns.names());
  }

  @Override
  public JsonNode next() throws IOException {
    row++;
    return in.next();
  }

  @Override
  public DatasetException mistake(String why) {
    return new DatasetException(file, "row %d: %s".formatted(row, why));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
