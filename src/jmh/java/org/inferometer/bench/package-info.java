/**
 * The measurements, as JMH benchmarks, and the suite that runs them for a scenario. The only
 * package that knows JMH.
 */
package org.inferometer.bench;
