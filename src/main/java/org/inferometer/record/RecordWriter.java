package org.inferometer.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends records to a JSON Lines file; a line is on its way to the disk when {@link #write}
 * returns, so that a killed run keeps what it measured. Safe for several threads.
 */
public final class RecordWriter implements AutoCloseable {
  private static final int MOST_KEPT = 1 << 20;
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  /** Kept from line to line: what writing leaves behind is collected while requests are timed. */
  private static final class Line extends ByteArrayOutputStream {
    void writeTo(FileChannel channel) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(buf, 0, count);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      buf = count > MOST_KEPT ? new byte[0] : buf;
    }
  }

  private final Path file;
  private final FileChannel channel;
  private final Line line = new Line();

  private RecordWriter(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens {@code file} for appending, and makes its folder if need be. */
  public static RecordWriter append(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new RecordWriter(
          file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write records to " + file + ": " + e.getMessage(), e);
    }
  }

  /** Where the lines go. */
  public Path file() {
    return file;
  }

  /** Appends one line. */
  public void write(RequestRecord record) {
    line(record);
  }

  /** Appends one line. */
  public void write(KeptAnswer answer) {
    line(answer);
  }

  private synchronized void line(Object record) {
    try {
      line.reset();
      JSON.writeValue(line, record);
      line.write('\n');
      line.writeTo(channel);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record that cannot be written as JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write records to " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
    }
  }
}
