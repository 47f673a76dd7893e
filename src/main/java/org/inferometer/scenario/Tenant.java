package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.load.Load;
import org.inferometer.record.Mode;

/**
 * Who asks a server of its own while others ask theirs.
 *
 * @param name its own, and that of its server in the run
 * @param stack name of the stack that its server is one of
 * @param loads one, or the levels at which it is measured one after the other
 * @param requests after how many of them it ends; null where only the time ends it
 * @param slo longest time by metric, like {@code p2ft}; empty for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tenant(
    String name,
    String stack,
    String model,
    String task,
    Mode mode,
    List<Load> loads,
    Integer requests,
    Map<String, Duration> slo) {

  public Tenant {
    loads = List.copyOf(loads);
    slo = slo == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(slo));
  }
}
