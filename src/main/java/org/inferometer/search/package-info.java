/**
 * The largest load at which a stack meets its targets, noise and all: which loads are tried, how
 * often, and what may be said of the answer. How a load is measured is told by who searches.
 */
package org.inferometer.search;
