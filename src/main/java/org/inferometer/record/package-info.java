/**
 * What one request did: the raw facts as the client saw them, and their JSON Lines form.
 *
 * <p>Knows nothing of HTTP, JMH or charts. Metrics are derived from these facts later.
 */
package org.inferometer.record;
