package org.inferometer.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a clone without Git LFS has in place of a large file: a text that names it. */
public final class LfsPointer {
  private static final byte[] BEGINNING =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private LfsPointer() {}

  /**
   * Refuses a file that is only a pointer.
   *
   * @throws ModelException that says how to get the file itself
   * @throws IOException if the file cannot be read
   */
  public static void refuse(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING)) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        throw new ModelException(
            "%s: is a Git LFS pointer, not the file itself; run `git lfs install && git lfs pull` in %s"
                    .formatted(file, directory)
                + ", or download the model again (`hf download`)");
      }
    }
  }
}
