/**
 * Results as rows of a DuckDB table, one for each vector, and what is exported from it. The table is the truth; the
 * journal follows it.
 */
package io.millrace.store.vectors;
