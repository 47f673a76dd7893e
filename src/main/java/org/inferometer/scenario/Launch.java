package org.inferometer.scenario;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a stack is started as a child process.
 *
 * <p>Commands and environment may hold the variables <code>${model.directory}</code>, <code>
 * ${model.name}</code> (as served), <code>${port}</code> and <code>${env.NAME}</code>, which are
 * filled in when the process starts.
 *
 * @param inferometer whether this program is its own server; {@code command} then holds further
 *     arguments of {@code inferometer serve}
 * @param command program and arguments
 * @param environment variables added to this process' own
 * @param ready path that answers 200 once the stack serves
 * @param timeout longest wait for that
 * @param stop grace between SIGTERM and SIGKILL
 */
public record Launch(
    boolean inferometer,
    List<String> command,
    Map<String, String> environment,
    String ready,
    Duration timeout,
    Duration stop) {

  public Launch {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }
}
