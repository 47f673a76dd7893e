package org.inferometer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A run directory once more, so that one measurement serves several tests. */
final class RunCopy {
  private RunCopy() {}

  /** Copies {@code run} to {@code copy}, which it returns. */
  static Path of(Path run, Path copy) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(run)) {
      all = files.toList();
    }
    for (Path one : all) {
      Files.copy(one, copy.resolve(run.relativize(one).toString()));
    }
    return copy;
  }
}
