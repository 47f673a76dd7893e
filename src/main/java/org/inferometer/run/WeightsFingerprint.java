package org.inferometer.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells two directories of weights apart without reading all of them: name, size, first and last
 * mebibyte of each file. Weights that were trained on differ there too.
 */
final class WeightsFingerprint {
  private static final int PART = 1 << 20;

  private WeightsFingerprint() {}

  /** SHA-256 in hexadecimal digits over the weights, configuration and tokenizer in a directory. */
  static String of(Path directory) throws IOException {
    MessageDigest digest = sha256();
    for (Path file : files(directory)) {
      try (FileChannel channel = FileChannel.open(file)) {
        long size = channel.size();
        digest.update((file.getFileName() + " " + size + "\n").getBytes(StandardCharsets.UTF_8));
        update(digest, channel, 0);
        if (size > PART) {
          update(digest, channel, size - PART);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches(".*\\.(safetensors|bin|gguf|json)"))
          .sorted()
          .toList();
    }
  }

  private static void update(MessageDigest digest, FileChannel channel, long from)
      throws IOException {
    ByteBuffer part = ByteBuffer.allocate(PART);
    while (part.hasRemaining() && channel.read(part, from + part.position()) >= 0) {
      continue;
    }
    digest.update(part.flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
