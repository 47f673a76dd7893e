package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import org.inferometer.dataset.DatasetException;

/** The rows of a local file, one after the other. */
interface Rows extends Closeable {
  /**
   * The next one, an object of its columns; null after the last.
   *
   * @throws DatasetException saying where what is no row stands
   */
  JsonNode next() throws IOException;

  /** Says of the row before what is wrong, and where it stands. */
  DatasetException mistake(String why);
}
