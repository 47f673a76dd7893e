package org.inferometer.dataset.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inferometer.dataset.DatasetException;

/**
 * Where the prompts of a folder are from, so that others can get the same.
 *
 * @param files one entry for each
 */
record Manifest(List<Entry> files) {
  static final String FILE = "manifest.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Manifest {
    files = files == null ? List.of() : List.copyOf(files);
  }

  /**
   * One file of prompts.
   *
   * @param sha256 of its bytes
   * @param source the API's address, or the local file's name
   * @param sourceSha256 of a local file
   * @param revision of the data set, where the server told it
   * @param partial whether the server knows only a part of the data set
   * @param totalRows rows that the source has
   * @param offsets where the pages begin that were looked at, of {@link Page#SIZE} rows each
   * @param fetched when, in UTC
   * @param ids of the rows that were taken, in the order of the file
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Entry(
      String file,
      String sha256,
      String source,
      String sourceSha256,
      String dataset,
      String config,
      String split,
      String revision,
      Boolean partial,
      Integer totalRows,
      String licence,
      String fetched,
      Choice choice,
      List<Integer> offsets,
      List<String> ids) {}

  /** That of {@code folder}; an empty one where there is none. */
  static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new Manifest(List.of());
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), Manifest.class);
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          file, "it is no manifest of this command; allowed: another folder, or none of that name");
    }
  }

  Optional<Entry> of(String file) {
    return files.stream().filter(one -> file.equals(one.file())).findFirst();
  }

  Manifest with(Entry entry) {
    List<Entry> all = new ArrayList<>(files);
    all.removeIf(one -> entry.file().equals(one.file()));
    all.add(entry);
    return new Manifest(all);
  }

  void write(Path folder) throws IOException {
    Whole.write(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }
}
