package org.inferometer.load;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A closed loop: so many slots, each of which starts its next request when the one before has
 * ended.
 *
 * @param parallelism requests kept in flight
 */
public record Closed(@JsonProperty("closed") int parallelism) implements Load {
  /** One request after the other. */
  public static final Closed ONE = new Closed(1);

  @Override
  public String label() {
    return "p=" + parallelism;
  }

  @Override
  public String name() {
    return "p" + parallelism;
  }

  @Override
  public String kind() {
    return "closed";
  }

  @Override
  public LoadAxis axis() {
    return LoadAxis.PARALLELISM;
  }

  @Override
  public double level() {
    return parallelism;
  }

  @Override
  public int connections() {
    return parallelism;
  }
}
