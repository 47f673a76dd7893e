package org.inferometer.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Trial;

/**
 * What a trial that did not come to its end has left. It goes to {@code interrupted/} before the
 * trial is measured again: both attempts together would be neither.
 */
final class Leftovers {
  private static final JsonMapper JSON = new JsonMapper();

  private Leftovers() {}

  static void setAside(RunDirectory run, Trial trial) throws IOException {
    for (Path file :
        List.of(
            run.requests(trial.stack(), trial.name()),
            run.answers(trial.stack(), trial.name()),
            run.health(trial.stack(), trial.name()))) {
      if (Files.exists(file)) {
        Path aside = run.root().resolve("interrupted").resolve(run.root().relativize(file));
        setAside(file, trial.repeat(), aside);
      }
    }
  }

  private static void setAside(Path file, int repeat, Path aside) throws IOException {
    Files.createDirectories(aside.getParent());
    Path kept = Files.createTempFile(aside.getParent(), "kept", ".tmp");
    // Byte by byte: a line may have been cut within a character.
    try (BufferedReader in = Files.newBufferedReader(file, ISO_8859_1);
        BufferedWriter keep = Files.newBufferedWriter(kept, ISO_8859_1);
        BufferedWriter drop =
            Files.newBufferedWriter(
                aside, ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        BufferedWriter out = isOf(repeat, line) ? drop : keep;
        out.write(line);
        out.write('\n');
      }
    }
    Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE);
    if (Files.size(aside) == 0) {
      Files.delete(aside);
    }
  }

  /** A damaged line is of the attempt that was cut short while it wrote. */
  private static boolean isOf(int repeat, String line) {
    try {
      return JSON.readTree(line).path("fork").asInt(repeat) == repeat;
    } catch (JsonProcessingException e) {
      return true;
    }
  }
}
