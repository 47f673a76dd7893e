package org.inferometer.dataset.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.inferometer.dataset.DatasetException;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.Prompts;
import org.inferometer.dataset.parquet.ParquetFile;

/**
 * Prompts of a local file of JSON, JSON Lines, CSV, Parquet or ShareGPT, told apart by what is in
 * it.
 */
public final class LocalFile {
  private static final int HEAD = 1 << 13;
  private static final String MARK = "\ufeff";

  private final Path file;
  private final Columns columns;

  public LocalFile(Path file, Columns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Writes those of its prompts that {@code choice} takes, all if there are fewer, into {@code
   * folder}.
   *
   * @param tell is told what was written
   * @throws DatasetException naming file, line or row, and column of what is wrong
   */
  public void take(Path folder, Choice choice, Consumer<String> tell) throws IOException {
    PromptFolder into = new PromptFolder(folder);
    String source = file.getFileName().toString();
    String name = source.replaceFirst("(?<=.)\\.[^.]*$", "") + ".jsonl";
    Optional<Manifest.Entry> there = into.entry(name, source, choice);
    List<Prompt> candidates = candidates();
    List<Prompt> prompts = choice.of(source, candidates);
    if (prompts.isEmpty()) {
      throw new DatasetException(
          file, "none of its %d rows can be asked".formatted(candidates.size()));
    }
    String lines = PromptFolder.lines(prompts);
    if (there.isPresent()) {
      if (!there.get().sha256().equals(Choice.sha256(lines))) {
        throw new DatasetException(
            folder.resolve(name),
            "it is there with other prompts than %s gives with these columns now; delete it, or give another folder"
                .formatted(source));
      }
      tell.accept(folder.resolve(name) + " is there already");
      return;
    }
    into.write(
        new Manifest.Entry(
            name,
            Choice.sha256(lines),
            source,
            Prompts.sha256(file),
            null,
            null,
            null,
            null,
            null,
            candidates.size(),
            "that of " + source,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            choice,
            List.of(),
            prompts.stream().map(Prompt::id).toList()),
        lines);
    tell.accept(
        "wrote %s: %d prompts of %d rows, licence: that of %s"
            .formatted(folder.resolve(name), prompts.size(), candidates.size(), source));
  }

  private List<Prompt> candidates() throws IOException {
    List<Prompt> all = new ArrayList<>();
    try (Rows rows = rows()) {
      for (var row = rows.next(); row != null; row = rows.next()) {
        try {
          all.add(columns.prompt(row, all.size() + 1));
        } catch (IllegalArgumentException e) {
          throw rows.mistake(e.getMessage());
        }
      }
      return all;
    } catch (CharacterCodingException e) {
      throw new DatasetException(
          file, "not UTF-8 text; allowed: JSON, JSON Lines or CSV in UTF-8, or Parquet");
    }
  }

  private Rows rows() throws IOException {
    String magic = magic();
    if (magic.equals(ParquetFile.MAGIC)) {
      return new ParquetRows(file, columns);
    }
    if (magic.startsWith("\u001f\u008b")
        || magic.startsWith("PK")
        || magic.startsWith("(\u00b5/")) {
      throw new DatasetException(file, "it is compressed; unpack it first");
    }
    BufferedReader in = Files.newBufferedReader(file);
    try {
      return rows(in);
    } catch (IOException | DatasetException e) {
      in.close();
      throw e;
    }
  }

  private String magic() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
    }
  }

  private Rows rows(BufferedReader in) throws IOException {
    in.mark(HEAD);
    char[] begin = new char[HEAD];
    String head = new String(begin, 0, Math.max(0, in.read(begin, 0, HEAD)));
    in.reset();
    if (head.startsWith(MARK)) {
      in.skip(1);
      head = head.substring(1);
    }
    if (head.isBlank()) {
      throw new DatasetException(file, "it is empty; allowed: JSON, JSON Lines, CSV or Parquet");
    }
    if ("{[".indexOf(head.strip().charAt(0)) >= 0) {
      return new JsonRows(file, in);
    }
    return new CsvRows(file, in, separator(head));
  }

  /** By the names of the columns, outside of quotes. */
  private static char separator(String head) {
    String names = head.replaceAll("\"[^\"]*\"", "").lines().findFirst().orElse("");
    char other = names.contains(";") ? ';' : '\t';
    return names.contains(",") || names.indexOf(other) < 0 ? ',' : other;
  }
}
