/**
 * What a run found as tables and sentences: one class a table, which is written as CSV or JSON for
 * programs and as Markdown, LaTeX and on the console for readers.
 */
package org.inferometer.report.table;
