package org.inferometer.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.inferometer.result.Run;

/** Draws the figures of a run. */
public final class Figures {
  private static final int THREADS = 2;

  private Figures() {}

  /**
   * Draws every figure for which {@code run} has data into {@code folder}, in English.
   *
   * @return the files: PNG, PDF, SVG, PGFPlots source with its data, and CSV, in this order for
   *     each figure
   */
  public static List<Path> draw(Run run, Path folder) {
    return draw(run, folder, Words.ENGLISH);
  }

  /** The same in other words. */
  public static List<Path> draw(Run run, Path folder, Words words) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS, Figures::thread);
    try {
      List<Future<List<Path>>> drawn =
          Catalogue.of(run, words).stream()
              .map(spec -> pool.submit(() -> FigureFiles.write(spec, folder)))
              .toList();
      return drawn.stream().flatMap(one -> result(one).stream()).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * The characters of a run's figures that would be drawn as empty boxes, because no font of this
   * machine has them; each once.
   */
  public static String shapeless(Run run, Words words) {
    Stream<String> own =
        Stream.of(
                run.stacks().stream().map(one -> words.stack(one.name(), one.label())),
                run.plan().scenario().models().stream().map(words::model),
                run.cells().stream().map(one -> words.task(one.task())))
            .flatMap(names -> names);
    StringBuilder found = new StringBuilder();
    Stream.concat(words.all(), own)
        .flatMapToInt(Lettering::shapeless)
        .distinct()
        .forEach(found::appendCodePoint);
    return found.toString();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "figures");
    thread.setDaemon(true);
    return thread;
  }

  private static List<Path> result(Future<List<Path>> drawn) {
    try {
      return drawn.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while drawing figures", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
