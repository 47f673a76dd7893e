package org.inferometer.scenario;

import org.inferometer.load.Load;

/** A tenant that asks while another is measured, under the load that it keeps up meanwhile. */
public record Neighbour(String tenant, Load load) {
  @Override
  public String toString() {
    return tenant + " (" + load.label() + ")";
  }
}
