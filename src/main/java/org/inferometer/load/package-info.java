/**
 * When requests start: a {@link org.inferometer.load.Load} is a noun from the scenario to the
 * figures. Knows the names of what it mixes, and nothing of what is asked, of whom, or how.
 */
package org.inferometer.load;
