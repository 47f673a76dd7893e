package org.inferometer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.inferometer.result.RunDirectory;

/** Run directories: a new one, one that is there. */
final class RunFolder {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private RunFolder() {}

  /**
   * A new one in {@code results}, named after the time and {@code scenario}.
   *
   * @throws RunRefused if it cannot be made
   */
  static RunDirectory create(Path results, String scenario) {
    String name = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + "-" + scenario;
    Path root = results.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      Path folder = root.resolve(name);
      for (int i = 2; Files.exists(folder); i++) {
        folder = root.resolve(name + "-" + i);
      }
      Files.createDirectories(folder.resolve("logs/jmh"));
      return new RunDirectory(folder);
    } catch (IOException e) {
      throw new RunRefused(
          "give another folder with --results; no run directory can be made in " + root, e);
    }
  }

  /**
   * The one that {@code directory} is.
   *
   * @throws RunRefused if it is none
   */
  static RunDirectory open(Path directory) {
    RunDirectory run = new RunDirectory(directory.toAbsolutePath().normalize());
    if (!Files.exists(run.plan())) {
      throw new RunRefused(
          directory + " is no run directory: it has no plan.json; allowed: one that run has made");
    }
    return run;
  }

  /** As short as a user can use it. */
  static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
