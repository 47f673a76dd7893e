/** Intervals and tests over independent repeats: Student's t, Holm, the BCa bootstrap. */
package org.inferometer.result.statistics;
