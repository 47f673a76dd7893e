package org.inferometer.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

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
   * Runs JMH with its lock in this folder. It looks only once where that is, when its runner is
   * loaded: so nothing else in a process that measures may make one.
   */
  static RunResult run(Options options) throws RunnerException {
    use();
    return new Runner(options).runSingle();
  }

  /** Makes it that of this process, before anything of JMH's runner is loaded. */
  static void use() {
    System.setProperty(PROPERTY, FOLDER.toString());
  }

  /** What makes it a fork's. */
  static String flag() {
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
