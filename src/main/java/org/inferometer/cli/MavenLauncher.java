package org.inferometer.cli;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code mvn verify -Pjmh} calls inside Maven: runs the packaged jar in a JVM of its own, on
 * Maven's terminal, and ends Maven with its exit code.
 *
 * <p>Maven's {@code -Dstack.url.NAME=URL} properties are handed on; nothing else is.
 */
public final class MavenLauncher {
  private MavenLauncher() {}

  /** Arguments: the jar and the scenario. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("stack.url."))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-jar", args[0], "run", args[1]));
    Process run = new ProcessBuilder(command).inheritIO().start();
    // Ctrl-C reaches both processes: Maven's stays until the run has put its things in order.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitQuietly(run)));
    int exit = run.waitFor();
    if (exit != 0) {
      System.exit(exit);
    }
  }

  private static void awaitQuietly(Process run) {
    try {
      run.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
