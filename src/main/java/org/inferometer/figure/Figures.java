package org.inferometer.figure;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
   * @throws UncheckedIOException if one cannot be written, once all others are; the message names
   *     it
   * @throws IllegalStateException if one cannot be drawn, likewise
   */
  public static List<Path> draw(Run run, Path folder) {
    return draw(run, folder, Words.ENGLISH);
  }

  /** The same in other words. */
  public static List<Path> draw(Run run, Path folder, Words words) {
    return draw(Catalogue.of(run, words), folder);
  }

  static List<Path> draw(List<ChartSpec> specs, Path folder) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS, Figures::thread);
    try {
      List<Callable<List<Path>>> works =
          specs.stream()
              .<Callable<List<Path>>>map(spec -> () -> FigureFiles.write(spec, folder))
              .toList();
      List<Path> files = new ArrayList<>();
      List<RuntimeException> failures = new ArrayList<>();
      List<Future<List<Path>>> drawn = pool.invokeAll(works);
      for (int i = 0; i < drawn.size(); i++) {
        try {
          files.addAll(drawn.get(i).get());
        } catch (ExecutionException e) {
          failures.add(failure(specs.get(i), e.getCause()));
        }
      }
      if (!failures.isEmpty()) {
        RuntimeException first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        throw first;
      }
      return files;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while drawing figures", e);
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

  private static RuntimeException failure(ChartSpec spec, Throwable cause) {
    if (cause instanceof UncheckedIOException named) {
      return named;
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new IllegalStateException(
        "cannot draw the figure " + spec.caption().name() + ": " + why, cause);
  }
}
