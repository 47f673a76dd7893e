/**
 * Memory, processor, power: readings of the host, of the stacks' processes and of the GPUs, on the
 * clock of the requests.
 */
package org.inferometer.telemetry;
