/**
 * Runs held against each other and against limits: what changed between two of them, how often many
 * of them claim a difference, whether one passes its thresholds.
 */
package org.inferometer.comparison;
