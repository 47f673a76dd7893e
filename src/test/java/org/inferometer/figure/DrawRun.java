package org.inferometer.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.result.Run;

/** Draws a made-up run: folder, stacks, requests, tokens, words. */
final class DrawRun {
  private DrawRun() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    if (!Files.exists(root)) {
      new SyntheticRun(
              Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
          .write(root);
    }
    Run run = Run.read(root);
    long before = System.nanoTime();
    int files = Figures.draw(run, root.resolve("plots"), Words.of(args[4])).size();
    HtmlReport.write(run, root.resolve("report.html"), Words.of(args[4]));
    System.out.println(files + " files in " + (System.nanoTime() - before) / 1_000_000 + " ms");
  }
}
