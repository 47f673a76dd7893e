/**
 * What a run found as tables and sentences: one class a table, written as CSV, JSON, Markdown,
 * LaTeX and on the console by the same digits ({@link org.inferometer.report.table.Decimals}).
 */
package org.inferometer.report.table;
