package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that stand one after the other, as the API gave them.
 *
 * @param source the API's address
 * @param revision of the data set; null where the server does not tell
 * @param answer the API's document
 */
record Page(String source, String revision, JsonNode answer) {
  /** Most rows that the API gives at once. */
  static final int SIZE = 100;

  /** Rows of the whole table. */
  int total() {
    return answer.path("num_rows_total").asInt();
  }

  /** Whether the server knows only a part of the table. */
  boolean isPartial() {
    return answer.path("partial").asBoolean();
  }

  /** Whether these are all rows from {@code offset} on that a page has. */
  boolean isWhole(int offset) {
    JsonNode rows = answer.path("rows");
    boolean whole =
        answer.path("num_rows_total").isInt()
            && rows.isArray()
            && rows.size() == Math.max(0, Math.min(SIZE, total() - offset));
    for (int i = 0; whole && i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      whole = row.path("row").isObject() && row.path("row_idx").asInt(-1) == offset + i;
    }
    return whole;
  }

  /** The rows of which no cell was cut. */
  List<JsonNode> rows() {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      if (row.path("truncated_cells").isEmpty()) {
        rows.add(row.get("row"));
      }
    }
    return rows;
  }
}
