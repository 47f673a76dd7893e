package org.inferometer.telemetry;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Appends samples to a file, for several threads, each of which keeps its own in order. */
final class SampleFile implements AutoCloseable {
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  private final BufferedWriter out;
  private final List<Consumer<Sample>> readers = new CopyOnWriteArrayList<>();
  private Exception failure;

  SampleFile(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write telemetry to " + file, e);
    }
  }

  /** Has {@code reader} told each sample from now on, on the thread that took it. */
  void tell(Consumer<Sample> reader) {
    readers.add(reader);
  }

  void tellNoMore(Consumer<Sample> reader) {
    readers.remove(reader);
  }

  synchronized void add(Sample sample) throws IOException {
    if (!sample.values().isEmpty()) {
      readers.forEach(one -> one.accept(sample));
      out.write(JSON.writeValueAsString(sample));
      out.write('\n');
    }
  }

  synchronized void flush() throws IOException {
    out.flush();
  }

  /** Some readings are lost, and {@link #close} says so. */
  synchronized void failed(Exception e) {
    failure = e;
  }

  /**
   * Ends the file.
   *
   * @throws UncheckedIOException if some readings are lost
   */
  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      throw new UncheckedIOException(
          "telemetry ended early: " + failure.getMessage(),
          failure instanceof IOException cause ? cause : new IOException(failure));
    }
  }
}
