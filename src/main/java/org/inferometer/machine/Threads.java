package org.inferometer.machine;

import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * This process's threads as the operating system knows them, the virtual machine's own included.
 */
final class Threads {
  /** Takes one thread. */
  interface Visitor {
    void visit(int id, String name);
  }

  private Threads() {}

  /** Shows {@code visitor} each thread; on Linux, from {@code /proc/self/task}. Elsewhere none. */
  static void forEach(Visitor visitor) {
    if (!Platform.isLinux()) {
      return;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        show(task, visitor);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Without /proc nothing is known of them.
    }
  }

  private static void show(Path task, Visitor visitor) {
    String name;
    try {
      name = Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return; // One that ends while it is looked at needs no more of anything.
    }
    visitor.visit(Integer.parseInt(task.getFileName().toString()), name);
  }
}
