/** Tables of a run: CSV, JSON, Markdown, LaTeX, console. */
package org.inferometer.report.table;
