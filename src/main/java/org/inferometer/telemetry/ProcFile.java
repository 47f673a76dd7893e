package org.inferometer.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file of {@code /proc} that is kept open and read again and again; that is cheaper than opening
 * it, and a file of a process never becomes that of another process with the same number.
 */
final class ProcFile implements AutoCloseable {
  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

  ProcFile(Path file) throws IOException {
    channel = FileChannel.open(file);
  }

  /** The text as it is now. */
  String read() throws IOException {
    buffer.clear();
    int count;
    while ((count = channel.read(buffer, buffer.position())) > 0) {
      if (!buffer.hasRemaining()) {
        buffer = ByteBuffer.allocateDirect(2 * buffer.capacity()).put(buffer.flip());
      }
    }
    return StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
