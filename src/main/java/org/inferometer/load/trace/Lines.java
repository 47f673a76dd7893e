package org.inferometer.load.trace;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a file that are not blank, one after the other; no more of it is read. */
final class Lines implements Closeable {
  /** A million tokens in blocks of 512 take a fiftieth of it. */
  private static final int LONGEST = 1 << 20;

  private static final String MARK = "\ufeff";

  final Path file;
  private final InputStream in;
  private long number;

  Lines(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** Number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** The next line, null at the end. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (int c; (c = in.read()) >= 0 || line.size() > 0; ) {
      if (c >= 0 && c != '\n') {
        line.write(c);
        if (line.size() > LONGEST) {
          number++;
          throw problem("it is longer than 1 MiB; allowed: one request a line");
        }
        continue;
      }
      number++;
      String text = line.toString(StandardCharsets.UTF_8);
      text = (text.startsWith(MARK) ? text.substring(1) : text).strip();
      if (!text.isEmpty()) {
        return text;
      }
      line.reset();
    }
    return null;
  }

  TraceException problem(String message) {
    return new TraceException(file, number, message);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
