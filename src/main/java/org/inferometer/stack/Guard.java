package org.inferometer.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A small process beside a launched stack. It does nothing until its standard input ends, which the
 * kernel sees to even when this program is killed; then it ends what is left of the stack.
 */
final class Guard implements AutoCloseable {
  /** With which {@link Mark} a guard's stack was launched. */
  static final String VARIABLE = "INFEROMETER_GUARD";

  /** So that it takes little memory, and its start little time, from what is measured. */
  private static final List<String> SMALL =
      List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

  private final Process process;

  private Guard(Process process) {
    this.process = process;
  }

  /**
   * Starts one, before its stack, so that there is no moment without.
   *
   * @param containers of the stack, if it is launched as one
   * @param environment of the stack's process
   * @param folder where that runs
   * @param log where it tells what it had to end
   * @param grace between SIGTERM and SIGKILL
   */
  static Guard start(
      Mark mark,
      Optional<Containers> containers,
      Map<String, String> environment,
      Path folder,
      Path log,
      Duration grace)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(OwnProgram.java());
    command.addAll(SMALL);
    command.addAll(List.of("-cp", OwnProgram.classPath(), Guard.class.getName()));
    command.addAll(List.of(mark.toString(), Long.toString(grace.toMillis())));
    containers.ifPresent(one -> command.addAll(one.client()));
    ProcessBuilder builder =
        new ProcessBuilder(Session.own(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put(VARIABLE, mark.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return new Guard(builder.start());
  }

  /** Tells it the root of the stack's tree. */
  void watch(long pid) {
    try {
      process.getOutputStream().write((pid + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      // Ended by somebody else: then the stack ends as long as this program can see to it.
    }
  }

  /** Lets it go, after a last look. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has gone already.
    }
  }

  /**
   * The guard's program.
   *
   * @param args the mark, the grace in milliseconds, and the client of containers, if any
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    ignoreSignals();
    Mark mark = Mark.parse(args[0]).orElseThrow();
    ProcessTree tree = new ProcessTree(mark);
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))
        .lines()
        .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(tree::add));
    List<ProcessHandle> left = tree.alive();
    if (!left.isEmpty()) {
      System.out.println(
          "inferometer: the run has ended without stopping this stack; ending "
              + left.stream().map(one -> "" + one.pid()).collect(Collectors.joining(", ")));
      tree.stop(Duration.ofMillis(Long.parseLong(args[1])))
          .forEach(
              one -> System.out.println("inferometer: cannot end process " + Proc.described(one)));
    }
    List<String> client = List.of(args).subList(2, args.length);
    if (!client.isEmpty()) {
      List<String> ended =
          new Containers(client, Containers.label(mark), Map.of(), Path.of(".")).end();
      if (!ended.isEmpty()) {
        System.out.println("inferometer: ended container " + String.join(", ", ended));
      }
    }
  }

  /** Where there is no setsid, those to our process group arrive here, too. */
  private static void ignoreSignals() {
    for (String name : List.of("INT", "TERM", "HUP")) {
      try {
        Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
      } catch (IllegalArgumentException e) {
        // This system has no such signal.
      }
    }
  }
}
