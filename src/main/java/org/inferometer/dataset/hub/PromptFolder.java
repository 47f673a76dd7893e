package org.inferometer.dataset.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Prompts;

/**
 * A folder of prompts and its manifest. What is there and was not written so is never overwritten.
 */
final class PromptFolder {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  PromptFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What the manifest says of {@code file}, if it is there.
   *
   * @throws DatasetException if it is there and is not what {@code source} and {@code choice} give
   */
  Optional<Manifest.Entry> entry(String file, String source, Choice choice) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Optional<Manifest.Entry> entry = Manifest.read(folder).of(file);
    if (entry.isEmpty() || !Prompts.sha256(path).equals(entry.get().sha256())) {
      throw new DatasetException(
          path, "it is there and was not written so by this command; give another folder");
    }
    if (!source.equals(entry.get().source()) || !choice.equals(entry.get().choice())) {
      throw new DatasetException(
          path,
          "it is there with another choice of prompts (%s of %s); delete it, or give another folder"
              .formatted(entry.get().choice(), entry.get().source()));
    }
    return entry;
  }

  /** As they stand in their file. */
  static String lines(List<Prompt> prompts) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Prompt prompt : prompts) {
      lines.append(JSON.writeValueAsString(prompt)).append('\n');
    }
    return lines.toString();
  }

  /** Writes a file of prompts and its entry, that first: cut in between, nothing is in the way. */
  void write(Manifest.Entry entry, String lines) throws IOException {
    Files.createDirectories(folder);
    Manifest.read(folder).with(entry).write(folder);
    Whole.write(folder.resolve(entry.file()), lines);
  }
}
