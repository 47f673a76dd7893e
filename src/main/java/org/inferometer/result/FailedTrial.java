package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A trial that its stack failed: it did not start, did not answer, or answered nothing but
 * failures.
 *
 * @param trial the trial's name
 * @param reason why, with the stack's own words
 */
public record FailedTrial(String stack, String trial, int repeat, String reason) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Those of a run, in the order in which they failed. */
  public static List<FailedTrial> read(RunDirectory run) {
    Path file = run.failed();
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return JSON.readValue(file.toFile(), new TypeReference<List<FailedTrial>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          file + " is damaged; remove it: it only tells which trials failed, and why", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Keeps {@code all}; no file where there are none. */
  public static void write(RunDirectory run, List<FailedTrial> all) {
    try {
      if (all.isEmpty()) {
        Files.deleteIfExists(run.failed());
      } else {
        JSON.writerWithDefaultPrettyPrinter().writeValue(run.failed().toFile(), all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + run.failed() + ": " + e.getMessage(), e);
    }
  }

  /** In one sentence. */
  @Override
  public String toString() {
    return "%s on %s, repeat %d, failed: %s".formatted(trial, stack, repeat, reason);
  }
}
