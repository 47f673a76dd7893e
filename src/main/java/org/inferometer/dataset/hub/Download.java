package org.inferometer.dataset.hub;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inferometer.dataset.Prompt;

/** Prompts of public data sets into a folder; cut anywhere, it goes on from there. */
public final class Download {
  private static final String PAGES = ".pages";

  /** So that nobody publishes by accident what may not be. */
  private static final String IGNORED =
      "# texts of unclear licence; manifest.json says how to fetch them\n";

  private final RowsApi api;
  private final Path path;
  private final PromptFolder folder;
  private final Choice choice;
  private final Consumer<String> tell;

  /**
   * @param tell is told each file with its licence
   */
  public Download(RowsApi api, Path path, Choice choice, Consumer<String> tell) {
    this.api = api;
    this.path = path;
    this.folder = new PromptFolder(path);
    this.choice = choice;
    this.tell = tell;
  }

  /**
   * Fetches what is not there yet.
   *
   * @throws org.inferometer.dataset.DatasetException if other files are in the way; nothing has
   *     been done then
   * @throws HubException if the server does not give the rows; what was fetched is kept
   */
  public void fetch(List<Collection> collections) throws IOException {
    List<Collection> missing = new ArrayList<>();
    for (Collection one : collections) {
      if (folder.entry(one.file(), api.url().toString(), choice).isEmpty()) {
        missing.add(one);
      } else {
        tell.accept(path.resolve(one.file()) + " is there already");
      }
    }
    for (Collection one : missing) {
      fetch(one);
    }
    try {
      Files.deleteIfExists(path.resolve(PAGES));
    } catch (DirectoryNotEmptyException e) {
      // Pages of another collection, whose download was cut and will go on.
    }
  }

  private void fetch(Collection collection) throws IOException {
    Table table = collection.table();
    KeptPages pages = new KeptPages(api, table, path.resolve(PAGES).resolve(collection.task()));
    Page first = pages.page(0);
    List<Integer> offsets = offsets(table, first.total());
    tell.accept(
        "%s: %s, %d of %d rows"
            .formatted(
                collection.task(),
                table,
                Math.min(first.total(), offsets.size() * Page.SIZE),
                first.total()));
    List<Page> all = new ArrayList<>();
    for (int offset : offsets) {
      Page page = pages.page(offset);
      if (!Objects.equals(page.revision(), first.revision()) || page.total() != first.total()) {
        pages.remove();
        throw new HubException(
            "%s was changed while it was fetched, which begins anew when the same command is given"
                .formatted(table));
      }
      all.add(page);
    }
    List<Prompt> prompts = prompts(collection, all);
    write(collection, first, offsets, prompts);
    pages.remove();
    tell.accept(
        "wrote %s: %d prompts, licence: %s%s"
            .formatted(
                path.resolve(collection.file()),
                prompts.size(),
                table.licence(),
                table.mayBePublished()
                    ? ""
                    : "; do not publish these texts, but manifest.json, with which others fetch the"
                        + " same"));
  }

  /**
   * Where the pages begin that are looked at: the first, which tells how many there are, and others
   * by hash.
   */
  private List<Integer> offsets(Table table, int total) {
    List<Integer> others =
        IntStream.range(1, (total + Page.SIZE - 1) / Page.SIZE)
            .mapToObj(page -> page * Page.SIZE)
            .toList();
    return Stream.concat(
            Stream.of(0), choice.byHash(table.name(), others, String::valueOf).stream())
        .limit(Math.max(1, (choice.rows() + Page.SIZE - 1) / Page.SIZE))
        .sorted()
        .toList();
  }

  private List<Prompt> prompts(Collection collection, List<Page> pages) {
    Table table = collection.table();
    List<Prompt> candidates;
    try {
      candidates = collection.prompts(pages.stream().flatMap(one -> one.rows().stream()).toList());
    } catch (IllegalArgumentException e) {
      throw new HubException(table + ": " + e.getMessage());
    }
    List<Prompt> prompts = choice.of(table.name(), candidates);
    if (prompts.size() < choice.count()) {
      throw new HubException(
          "%s: %d prompts can be asked in the rows looked at, wanted %d; give a larger --rows or"
                  .formatted(table, prompts.size(), choice.count())
              + " --longest, or a smaller --count");
    }
    return prompts;
  }

  private void write(Collection collection, Page first, List<Integer> offsets, List<Prompt> prompts)
      throws IOException {
    Table table = collection.table();
    String lines = PromptFolder.lines(prompts);
    folder.write(
        new Manifest.Entry(
            collection.file(),
            Choice.sha256(lines),
            api.url().toString(),
            null,
            table.dataset(),
            table.config(),
            table.split(),
            first.revision(),
            first.isPartial() ? true : null,
            first.total(),
            table.licence(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            choice,
            offsets,
            prompts.stream().map(Prompt::id).toList()),
        lines);
    if (!table.mayBePublished()) {
      ignore(collection.file());
    }
  }

  private void ignore(String file) throws IOException {
    Path list = path.resolve(".gitignore");
    String ignored = Files.exists(list) ? Files.readString(list) : IGNORED;
    if (ignored.lines().noneMatch(("/" + file)::equals)) {
      String end = ignored.isEmpty() || ignored.endsWith("\n") ? "" : "\n";
      Whole.write(list, ignored + end + "/" + file + "\n");
    }
  }
}
