package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How cool the GPUs of a stack are to be before each of its trials: hot ones clock down.
 *
 * @param below temperature in degrees Celsius
 * @param atMost how long a trial waits for it
 */
public record CoolDown(int below, @JsonProperty("at_most") Duration atMost) {
  @Override
  public String toString() {
    return "below %d °C, for %s at most".formatted(below, Durations.format(atMost));
  }
}
