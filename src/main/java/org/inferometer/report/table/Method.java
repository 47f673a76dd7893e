package org.inferometer.report.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inferometer.load.Closed;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Users;
import org.inferometer.result.Cell;
import org.inferometer.result.Run;
import org.inferometer.result.tenants.Ways;

/** How a trial is measured, for readers of its numbers: {@code method.txt}, line by line. */
public final class Method {
  /** Subjects that are about loads of one kind. */
  private static final Map<String, Class<? extends Load>> ABOUT =
      Map.of(
          "Throughput", Closed.class,
          "Checks", Closed.class,
          "Schedules", Open.class,
          "Users", Users.class);

  private static final String GIVEN_UP = "Given up";
  private static final String CONVERSATIONS = "Conversations";
  private static final String TENANTS = "Tenants";
  private static final String SHARING = "Sharing";

  private Method() {}

  /** Sentences by subject, of those that {@code run} gives reason for. */
  public static Map<String, String> of(Run run) {
    Map<String, String> lines = lines();
    ABOUT.forEach(
        (subject, kind) -> {
          if (run.cells().stream().map(Cell::load).noneMatch(kind::isInstance)) {
            lines.remove(subject);
          }
        });
    if (run.plan().scenario().tasks().stream().allMatch(one -> one.cancel() == null)) {
      lines.remove(GIVEN_UP);
    }
    if (run.trials().stream().allMatch(one -> one.turns().isEmpty())) {
      lines.remove(CONVERSATIONS);
    }
    if (run.plan().scenario().tenants() == null) {
      lines.remove(TENANTS);
    }
    if (Ways.ways(run).isEmpty()) {
      lines.remove(SHARING);
    }
    return lines;
  }

  /** All sentences by subject. */
  static Map<String, String> lines() {
    try (InputStream in = Method.class.getResourceAsStream("method.txt")) {
      Map<String, String> lines = new LinkedHashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(": ", 2))
          .forEach(line -> lines.put(line[0], line[1]));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("method.txt is missing from this build", e);
    }
  }
}
