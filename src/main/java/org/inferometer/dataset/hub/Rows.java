package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The rows of a local file, one after the other. */
interface Rows {
  /**
   * The next one, an object of its columns; null after the last.
   *
   * @throws org.inferometer.dataset.DatasetException naming the line of what is no row
   */
  JsonNode next() throws IOException;

  /** Where the one before began, from 1 on. */
  int line();
}
