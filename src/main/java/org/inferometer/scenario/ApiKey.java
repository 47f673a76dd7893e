package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an API key is found; never the key itself. Exactly one of the two is present.
 *
 * @param env a variable of the environment
 * @param file a file whose trimmed text is the key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKey(String env, Path file) {

  /** Reads the key. The result must not be logged or written. */
  public String read() {
    if (env != null) {
      String key = System.getenv(env);
      if (key == null || key.isBlank()) {
        throw new IllegalStateException(
            "the API key is expected in the environment variable " + env + ", which is not set");
      }
      return key.strip();
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the API key from " + file, e);
    }
  }
}
