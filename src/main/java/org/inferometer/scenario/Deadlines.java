package org.inferometer.scenario;

import java.time.Duration;

/**
 * Longest waits of a request; one that passes ends the request as a timeout.
 *
 * @param connect for the connection
 * @param head for the response head, from the start of the request
 * @param first for the first generated token, from the start of the request
 * @param token between two arrivals of a stream
 * @param total for the whole answer, from the start of the request
 */
public record Deadlines(
    Duration connect, Duration head, Duration first, Duration token, Duration total) {}
