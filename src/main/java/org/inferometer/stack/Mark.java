package org.inferometer.stack;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a launched stack and all that it starts carry in their environment, wherever they are in the
 * tree of processes: who launched them.
 *
 * @param space in which numbers of processes are the launcher's, see {@link Proc#pidSpace}
 * @param pid the launcher's process
 * @param start when that began, see {@link Proc#start}
 * @param number of the launch
 * @param log where the stack's output goes
 */
record Mark(String space, long pid, String start, int number, String log) {
  static final String VARIABLE = "INFEROMETER_PROCESS_TREE";
  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+) (.*)");
  private static final AtomicInteger LAUNCHES = new AtomicInteger();

  /** A mark for one launch by this process. */
  static Mark next(Path log) {
    long pid = ProcessHandle.current().pid();
    return new Mark(
        Proc.pidSpace().orElse("0"),
        pid,
        Proc.start(pid).orElse("0"),
        LAUNCHES.incrementAndGet(),
        log.toAbsolutePath().normalize().toString());
  }

  /** Reads what {@link #toString} made; anything else is nobody's mark. */
  static Optional<Mark> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Mark(
                form.group(1),
                Long.parseLong(form.group(2)),
                form.group(3),
                Integer.parseInt(form.group(4)),
                form.group(5)))
        : Optional.empty();
  }

  /** The mark of the process {@code pid}. */
  static Optional<Mark> of(long pid) {
    return Proc.variable(pid, VARIABLE).flatMap(Mark::parse);
  }

  /** Whether both are of one launch. */
  boolean matches(Mark other) {
    return launch().equals(other.launch());
  }

  /** Whether the launcher is known to have ended. */
  boolean isOrphaned() {
    return Proc.pidSpace().filter(space::equals).isPresent()
        && Proc.start(pid).filter(start::equals).isEmpty();
  }

  /** What no other launch is called. */
  String launch() {
    return String.join(".", space, Long.toString(pid), start, Integer.toString(number));
  }

  @Override
  public String toString() {
    return launch() + " " + log;
  }
}
