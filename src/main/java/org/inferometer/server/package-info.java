/**
 * The custom server: requests become sequences of tokens, a scheduler runs them through the engine,
 * and what they generate becomes text again.
 *
 * <p>Knows nothing of the instrument that measures it.
 */
package org.inferometer.server;
