/**
 * What a run found: reads a run directory, derives every metric from its raw records, and says how
 * sure each number is. {@link org.inferometer.result.Run#read} is the way in.
 *
 * <p>Knows files and numbers only, neither HTTP nor JMH nor charts.
 */
package org.inferometer.result;
