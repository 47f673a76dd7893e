package org.inferometer.standard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers of some server, to be given once more: a file with a line an answer, each a JSON array of
 * when its tokens were there, in nanoseconds after its request.
 *
 * @param answers in the order in which they are given, from the first on when all were
 */
public record Likeness(List<long[]> answers) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * @throws IllegalArgumentException without an answer, or if one has times that go backwards
   */
  public Likeness {
    answers = List.copyOf(answers);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("there is no answer to imitate");
    }
    for (long[] due : answers) {
      for (int k = 0; k < due.length; k++) {
        if (due[k] < (k == 0 ? 0 : due[k - 1])) {
          throw new IllegalArgumentException("an answer's times go backwards at token " + k);
        }
      }
    }
  }

  /** What {@link #write} has written. */
  static Likeness read(Path file) {
    List<long[]> answers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        answers.add(JSON.readValue(line, long[].class));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the answers in " + file + ": " + e, e);
    }
    return new Likeness(answers);
  }

  /** Writes {@code file}, in place of what it was. */
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        for (long[] due : answers) {
          out.write(JSON.writeValueAsString(due));
          out.write('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
