package org.inferometer.result;

/**
 * What is known of a trial's answers besides their times.
 *
 * @param perEvent tokens that their events brought
 * @param afterCancel what the server did about requests that were given up; null where none were,
 *     or it does not tell
 */
public record Answers(TokensPerEvent perEvent, AfterCancel afterCancel) {}
