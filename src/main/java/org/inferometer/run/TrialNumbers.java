package org.inferometer.run;

/**
 * What a trial came to, in short; the metrics are made of its records later. Absent is null.
 *
 * @param answered measured requests that were answered completely
 * @param failed measured requests that were not
 * @param p2ft mean in milliseconds
 * @param latency mean in milliseconds, of open loops from schedule
 * @param tokenThroughput in tokens a second
 */
public record TrialNumbers(
    long answered, long failed, Double p2ft, Double latency, Double tokenThroughput) {}
