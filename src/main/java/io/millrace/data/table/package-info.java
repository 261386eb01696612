/**
 * DuckDB: a database in a scratch folder or in memory, with limits, and Parquet files. Nothing is downloaded: DuckDB
 * may not install extensions.
 */
package io.millrace.data.table;
