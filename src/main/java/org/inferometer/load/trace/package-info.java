/** Traces: when others' requests came, and how long they were. */
package org.inferometer.load.trace;
