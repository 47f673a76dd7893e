package org.inferometer.calibration;

import java.util.Locale;
import org.inferometer.standard.Answer;
import org.inferometer.standard.Schedule;

/** How the streams of a calibration lie in time, and what the server is asked to do. */
public enum Pattern {
  /** All streams start together and go on together: the worst case for bursts of sends. */
  LOCKSTEP("ttft=100ms,itl=20ms,tokens=64"),
  /** Starts spread over one stream's length: what real load looks like. */
  STAGGERED("ttft=50ms,itl=20ms,tokens=64"),
  /** Poisson arrivals at a rate. */
  POISSON("ttft=100ms,itl=20ms,tokens=64"),
  /** All tokens at once: a drain rate, not an accuracy point. */
  FLOOD("ttft=1ms,itl=0ms,tokens=1000,perWrite=16"),
  /** Many connections that hardly ever speak, starts spread over the first interval. */
  IDLE("ttft=10s,itl=10s,tokens=3"),
  /** Short answers in quick succession, to get the code compiled. */
  WARM_UP("ttft=5ms,itl=1ms,tokens=32"),
  /** Short answers one after the other, as in a trial of half a second. */
  TRIAL("ttft=20ms,itl=5ms,tokens=16"),
  /** Requests of 500 kilobytes, events of four. */
  LONG_CONTEXT("ttft=500ms,itl=20ms,tokens=64,bytes=4096");

  private final String knobs;

  Pattern(String knobs) {
    this.knobs = knobs;
  }

  /** What the server is asked to do; also taken as the name of a model. */
  public String knobs() {
    return knobs;
  }

  Schedule schedule() {
    return Answer.parse(knobs).schedule();
  }

  /** Size of a prompt, in bytes. */
  public int promptBytes() {
    return this == LONG_CONTEXT ? 500_000 : 400;
  }

  /** Whether all streams of a closed loop start at once. */
  public boolean together() {
    return this == LOCKSTEP
        || this == WARM_UP
        || this == TRIAL
        || this == FLOOD
        || this == LONG_CONTEXT;
  }

  /** The name on the command line and in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
