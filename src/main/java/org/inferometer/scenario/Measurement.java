package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How long and how often each trial is measured.
 *
 * @param repeats fresh benchmark processes per trial: the independent unit of the statistics
 * @param warmupIterations iterations thrown away at the start of each
 * @param warmupTime shortest length of one of them
 * @param iterations measured iterations of each
 * @param iterationTime shortest length of one of them
 * @param stackWarmup load on a stack after its start, before its first trial
 * @param stacksTogether whether all stacks may be up at once, so that their trials can alternate
 */
public record Measurement(
    int repeats,
    @JsonProperty("warmup_iterations") int warmupIterations,
    @JsonProperty("warmup_time") Duration warmupTime,
    int iterations,
    @JsonProperty("iteration_time") Duration iterationTime,
    @JsonProperty("stack_warmup") Duration stackWarmup,
    @JsonProperty("stacks_together") boolean stacksTogether) {}
