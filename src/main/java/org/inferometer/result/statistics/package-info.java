/** Intervals: Student's t, Welch's t and the BCa bootstrap, over independent repeats. */
package org.inferometer.result.statistics;
