package org.inferometer.record;

/**
 * Where a request belongs: the labels that a load gives it before it is sent.
 *
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
    Phase phase) {}
