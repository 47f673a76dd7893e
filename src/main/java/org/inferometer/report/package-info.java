/**
 * A run told: one page with its verdicts, figures and tables, and the tables as files of their own
 * and on the console. Made from a run directory alone.
 */
package org.inferometer.report;
