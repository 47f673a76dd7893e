package org.inferometer.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Processes of a stack whose run has ended without stopping it, and whose {@link Guard} is gone,
 * too. They take processor and memory from what is measured next.
 */
public final class Orphans {
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Mark mark;
  private final List<ProcessHandle> processes;

  private Orphans(Mark mark, List<ProcessHandle> processes) {
    this.mark = mark;
    this.processes = processes;
  }

  /**
   * Those on this machine that are the user's, by stack. Waits for guards that are at work. On
   * systems without {@code /proc} none is found.
   */
  public static List<Orphans> find() throws InterruptedException {
    while (own().stream().anyMatch(Orphans::isGuardAtWork)) {
      Thread.sleep(50);
    }
    Map<Mark, List<ProcessHandle>> found = new LinkedHashMap<>();
    for (ProcessHandle process : own()) {
      Mark.of(process.pid())
          .filter(mark -> mark.isOrphaned() && Proc.runs(process))
          .ifPresent(mark -> found.computeIfAbsent(mark, x -> new ArrayList<>()).add(process));
    }
    return found.entrySet().stream().map(one -> new Orphans(one.getKey(), one.getValue())).toList();
  }

  /**
   * Ends them: what does not listen to SIGTERM, after a while by force.
   *
   * @return those that not even that has ended
   */
  public List<String> end() {
    return new ProcessTree(mark).stop(GRACE).stream().map(Proc::described).toList();
  }

  /** Numbers of the processes. */
  public List<Long> pids() {
    return processes.stream().map(ProcessHandle::pid).toList();
  }

  /** The processes, and where their output goes, which is in the folder of their run. */
  @Override
  public String toString() {
    return processes.stream().map(Proc::described).collect(Collectors.joining(", "))
        + ", log "
        + mark.log();
  }

  private static List<ProcessHandle> own() {
    Optional<String> user = ProcessHandle.current().info().user();
    return ProcessHandle.allProcesses()
        .filter(one -> one.info().user().equals(user))
        .sorted(Comparator.comparing(ProcessHandle::pid))
        .toList();
  }

  private static boolean isGuardAtWork(ProcessHandle process) {
    return Proc.variable(process.pid(), Guard.VARIABLE)
        .flatMap(Mark::parse)
        .filter(Mark::isOrphaned)
        .isPresent();
  }
}
