/** Reads Parquet files, as the hub's data sets come: rows as JSON objects of the wanted columns. */
package org.inferometer.dataset.parquet;
