/**
 * The instrument's own standard and its own error: a server that writes every token at a known
 * time, and the comparison of what the client says with what happened.
 */
package org.inferometer.calibration;
