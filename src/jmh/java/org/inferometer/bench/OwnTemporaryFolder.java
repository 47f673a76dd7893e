package org.inferometer.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder of this process and its forks alone, removed at the end. JMH keeps the lock
 * that lets only one of its kind run in {@code java.io.tmpdir}: in a common one any other JMH on
 * the machine, of whatever user and project, would end a run between two trials.
 */
final class OwnTemporaryFolder {
  private static final String PROPERTY = "java.io.tmpdir";
  private static final Path FOLDER = make();

  private OwnTemporaryFolder() {}

  /**
   * Makes it this process's. To be called before JMH's {@code Runner} is loaded, which looks only
   * once.
   *
   * @return the flag that makes it a fork's
   */
  static String flag() {
    System.setProperty(PROPERTY, FOLDER.toString());
    return "-D" + PROPERTY + "=" + FOLDER;
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("inferometer-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "temporary-folder"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make a folder in %s (%s); give another with -D%s=FOLDER"
              .formatted(System.getProperty(PROPERTY), e.getMessage(), PROPERTY),
          e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // Whoever cleans the common folder finds it there.
    }
  }
}
