/**
 * The life of a stack: launched or found running, ready, described, stopped for certain.
 *
 * <p>Does not measure: knows neither the clock nor records.
 */
package org.inferometer.stack;
