package org.inferometer.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Appends records to a JSON Lines file; a line is on its way to the disk when {@link #write}
 * returns, so that a killed run keeps what it measured. Safe for several threads.
 */
public final class RecordWriter implements AutoCloseable {
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private final Path file;
  private final FileChannel channel;

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
      byte[] json = JSON.writeValueAsBytes(record);
      ByteBuffer line = ByteBuffer.wrap(Arrays.copyOf(json, json.length + 1));
      line.put(json.length, (byte) '\n');
      while (line.hasRemaining()) {
        channel.write(line);
      }
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
