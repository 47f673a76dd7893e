package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Users;

/**
 * How long and how often each trial is measured.
 *
 * @param repeats trials of each cell on each stack, every one a fresh benchmark process; where
 *     {@code until} is given, the fewest
 * @param warmupIterations iterations thrown away at the start of each
 * @param warmupTime shortest length of one of them
 * @param iterations measured iterations of each
 * @param iterationTime shortest length of one of them; where requests are counted, what one is
 *     guessed to take
 * @param requests how many are measured in each trial, which then is one iteration; null for as
 *     many as there are in its time
 * @param stackWarmup load on a stack after its start, before its first trial
 * @param stacksTogether whether all stacks may be up at once, so that their trials can alternate
 * @param firstToken whether P2FT is also measured for itself, by trials whose operation ends with
 *     the first token
 * @param launches how often the stacks are started; each time all repeats are measured
 * @param until when repeats are enough; null for a fixed number
 * @param coolDown what each trial waits for before it begins; null for nothing
 * @param timeBudget how long the whole run may take; null for as long as it takes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measurement(
    int repeats,
    @JsonProperty("warmup_iterations") int warmupIterations,
    @JsonProperty("warmup_time") Duration warmupTime,
    int iterations,
    @JsonProperty("iteration_time") Duration iterationTime,
    Integer requests,
    @JsonProperty("stack_warmup") Duration stackWarmup,
    @JsonProperty("stacks_together") boolean stacksTogether,
    @JsonProperty("first_token") boolean firstToken,
    int launches,
    Until until,
    @JsonProperty("cool_down") CoolDown coolDown,
    @JsonProperty("time_budget") Duration timeBudget) {

  public Measurement {
    launches = Math.max(1, launches);
  }

  /** Repeats of each cell on each stack that a plan holds. */
  public int mostRepeats() {
    return until == null ? repeats * launches : Math.max(repeats, until.atMost());
  }

  /** How many repeats have to agree before a cell ends; as many as there are where none has to. */
  public int windows() {
    return until instanceof Until.Stable stable ? stable.windows() : Integer.MAX_VALUE;
  }

  /** What is independent of each other. */
  public Unit unit() {
    return launches > 1 ? Unit.LAUNCH : Unit.REPEAT;
  }

  /** Number of the independent unit that a repeat belongs to: itself, or its launch. */
  public int unit(int repeat) {
    return unit() == Unit.LAUNCH ? (repeat - 1) / repeats + 1 : repeat;
  }

  /** What is thrown away at the start of a trial. */
  public Duration warmup() {
    return warmupTime.multipliedBy(warmupIterations);
  }

  /** What a trial measures, without what it takes to start and end its process. */
  public Duration trial(Load load) {
    if (load instanceof Users users) {
      return users.duration();
    }
    return load instanceof Open open
        ? open.warmup(warmup()).plus(open.schedule().duration())
        : warmup().plus(iterationTime.multipliedBy(iterations));
  }

  /** The same with other numbers. */
  public Measurement with(int otherRepeats, Duration otherIterationTime) {
    return new Measurement(
        otherRepeats,
        warmupIterations,
        warmupTime,
        iterations,
        otherIterationTime,
        requests,
        stackWarmup,
        stacksTogether,
        firstToken,
        launches,
        until,
        coolDown,
        timeBudget);
  }

  /** The same within another time. */
  public Measurement within(Duration budget) {
    return new Measurement(
        repeats,
        warmupIterations,
        warmupTime,
        iterations,
        iterationTime,
        requests,
        stackWarmup,
        stacksTogether,
        firstToken,
        launches,
        until,
        coolDown,
        budget);
  }
}
