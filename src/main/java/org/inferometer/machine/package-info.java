/**
 * The machine that measures and its operating system: the clock, threads and their urgency,
 * processors, the virtual machine's compilers, and whether this process had time to do its work.
 *
 * <p>Knows nothing of requests; all that it sets is set for this process alone.
 */
package org.inferometer.machine;
