/**
 * The measurements, as JMH benchmarks, and what has them run as the trials of a scenario. The only
 * package that knows JMH.
 */
package org.inferometer.bench;
