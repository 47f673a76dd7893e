package org.inferometer.record;

/**
 * Where a request belongs: the labels that a load gives it before it is sent.
 *
 * @param place of its prompt in the trial's sequence, from 0; the same prompt for every stack
 * @see RequestRecord
 */
public record Labels(
    String stack,
    String model,
    String task,
    Mode mode,
    String load,
    String trial,
    Integer fork,
    Integer iteration,
    Integer thread,
    Phase phase,
    Long place) {}
