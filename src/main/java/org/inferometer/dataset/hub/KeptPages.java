package org.inferometer.dataset.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Pages that were fetched already: nothing is asked for twice, though a download was cut. */
final class KeptPages {
  private static final JsonMapper JSON = new JsonMapper();

  private final RowsApi api;
  private final Table table;
  private final Path folder;

  KeptPages(RowsApi api, Table table, Path folder) {
    this.api = api;
    this.table = table;
    this.folder = folder;
  }

  /** The page at {@code offset}, which the API is asked for if it is not there. */
  Page page(int offset) throws IOException {
    Path file = folder.resolve(offset + ".json");
    if (Files.exists(file)) {
      try {
        Page kept = JSON.readValue(Files.readAllBytes(file), Page.class);
        if (kept != null
            && api.url().toString().equals(kept.source())
            && kept.answer() != null
            && kept.isWhole(offset)) {
          return kept;
        }
      } catch (JsonProcessingException e) {
        // Not what was written here: it is fetched anew.
      }
    }
    Page page = api.page(table, offset);
    Files.createDirectories(folder);
    Whole.write(file, JSON.writeValueAsString(page));
    return page;
  }

  /** Removes them: what was chosen from them is written. */
  void remove() throws IOException {
    if (Files.isDirectory(folder)) {
      List<Path> pages;
      try (Stream<Path> all = Files.list(folder)) {
        pages = all.toList();
      }
      for (Path page : pages) {
        Files.delete(page);
      }
      Files.delete(folder);
    }
  }
}
