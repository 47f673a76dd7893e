package org.inferometer.load.trace;

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
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long number;

  Lines(Path file) throws IOException {
    this.file = file;
    this.in = Files.newInputStream(file);
  }

  /** Number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** The next line, null at the end. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int blank = 0;
    for (int c; (c = read()) >= 0 || line.size() > 0; ) {
      if (c >= 0 && c != '\n') {
        line.write(c);
        if (line.size() > LONGEST) {
          number++;
          throw problem("it is longer than 1 MiB; allowed: one request a line");
        }
        continue;
      }
      number++;
      blank += line.size() + 1;
      if (blank > 2 * LONGEST) {
        throw problem("more than 1 MiB before it is blank; allowed: one request a line");
      }
      String text = line.toString(StandardCharsets.UTF_8);
      text = (text.startsWith(MARK) ? text.substring(1) : text).strip();
      if (!text.isEmpty()) {
        return text;
      }
      line.reset();
    }
    return null;
  }

  private int read() throws IOException {
    if (at == filled) {
      filled = in.read(buffer);
      at = 0;
      if (filled < 0) {
        filled = 0;
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  TraceException problem(String message) {
    return new TraceException(file, number, message);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
