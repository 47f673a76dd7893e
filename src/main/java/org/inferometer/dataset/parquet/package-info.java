/**
 * Reads Parquet files, as the hub's data sets come: rows as JSON objects of the wanted columns.
 * Apache's own reader brings Hadoop along, and the one without it needs Java 21: what is read here
 * is the part of the format that data sets use (<a
 * href="https://parquet.apache.org/docs/file-format/">format</a>); the rest is refused by name.
 */
package org.inferometer.dataset.parquet;
