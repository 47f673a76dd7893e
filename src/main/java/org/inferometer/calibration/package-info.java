/**
 * The instrument's own error: what the client says of requests to the standard, compared with what
 * the standard says happened.
 */
package org.inferometer.calibration;
