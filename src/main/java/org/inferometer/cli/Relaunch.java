package org.inferometer.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.bench.ClientJvm;

/**
 * Runs the same command in a Java virtual machine that is set up for it. For inference the Vector
 * API's incubator module has to be named on the command line, and the heap has to hold the weights;
 * for measuring it is that of a trial.
 */
final class Relaunch {
  private static final String VECTOR_API = "jdk.incubator.vector";
  private static final String DONE = "inferometer.relaunched";
  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private Relaunch() {}

  /** Whether the user has left the heap to us, and it is not set up yet. */
  static boolean isNeededToMeasure() {
    return System.getProperty(DONE) == null && !isHeapGiven();
  }

  /** Whether another virtual machine would compute faster. */
  static boolean isNeeded() {
    return ModuleLayer.boot().findModule(VECTOR_API).isEmpty()
        && ModuleFinder.ofSystem().find(VECTOR_API).isPresent()
        && System.getProperty(DONE) == null;
  }

  /** The same as {@link #run(List, long)} for a command that measures. */
  static int toMeasure(List<String> arguments) throws IOException, InterruptedException {
    return replace(command(arguments, ClientJvm.FLAGS));
  }

  /**
   * Replaces this virtual machine by another one in the same process, so that whoever started it
   * keeps a hold on it. Where that is not possible it becomes the parent of the other one.
   *
   * @param arguments of the command line
   * @param heapBytes heap for the other one, unless this one was told a size
   * @return the exit code, once the other one has ended
   */
  static int run(List<String> arguments, long heapBytes) throws IOException, InterruptedException {
    return replace(command(arguments, forInference(heapBytes)));
  }

  private static int replace(List<String> command) throws IOException, InterruptedException {
    System.out.flush();
    System.err.flush();
    try {
      Native.load("c", LibC.class).execv(command.get(0), command.toArray(String[]::new));
    } catch (LinkageError e) {
      // No such function on this system: a child process does as well.
    }
    return runChild(command);
  }

  private static boolean isHeapGiven() {
    return given().stream().anyMatch(a -> a.startsWith("-Xmx") || a.contains("MaxHeapSize"));
  }

  private static List<String> given() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  private static List<String> forInference(long heapBytes) throws IOException {
    List<String> flags = new ArrayList<>();
    flags.add("--add-modules=" + VECTOR_API);
    if (!isHeapGiven()) {
      flags.add("-Xmx" + (heapBytes / (1 << 20) + 1) + "m");
    }
    if (Files.isReadable(HUGE_PAGES) && !Files.readString(HUGE_PAGES).contains("[never]")) {
      flags.add("-XX:+UseTransparentHugePages");
    }
    return flags;
  }

  private static List<String> command(List<String> arguments, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(given());
    command.addAll(flags);
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-D" + DONE + "=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return command;
  }

  private static int runChild(List<String> command) throws IOException, InterruptedException {
    Process child = new ProcessBuilder(command).inheritIO().start();
    Thread stop =
        new Thread(
            () -> {
              child.destroy();
              try {
                child.waitFor();
              } catch (InterruptedException e) {
                child.destroyForcibly();
              }
            });
    Runtime.getRuntime().addShutdownHook(stop);
    int exitCode = child.waitFor();
    Runtime.getRuntime().removeShutdownHook(stop);
    return exitCode;
  }

  /** The C library's function that replaces a process's program; it returns only if it fails. */
  private interface LibC extends Library {
    int execv(String path, String[] arguments);
  }
}
