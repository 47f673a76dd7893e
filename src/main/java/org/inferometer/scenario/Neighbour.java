package org.inferometer.scenario;

import java.util.List;
import java.util.stream.Collectors;
import org.inferometer.load.Load;

/** A tenant that asks while another is measured, under the load that it keeps up meanwhile. */
public record Neighbour(String tenant, Load load) {
  /** {@code all} in words: {@code chat (p=1) + batch (p=4)}. */
  public static String words(List<Neighbour> all) {
    return all.stream().map(Neighbour::toString).collect(Collectors.joining(" + "));
  }

  @Override
  public String toString() {
    return tenant + " (" + load.label() + ")";
  }
}
