/**
 * A run under way: its stacks started, warmed up and stopped, its trials in their order, within
 * their time, and what is told meanwhile. What carries out a trial is not known here.
 */
package org.inferometer.run;
