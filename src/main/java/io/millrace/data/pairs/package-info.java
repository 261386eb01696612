/**
 * Pairs of a file and a caption, from manifests in JSON, JSON lines, CSV or Parquet: loaded once into a DuckDB file in
 * a scratch folder, checked there with SQL, and read page by page, so that ten million entries never become ten million
 * objects. Values are taken as text where they name things ({@code 007} stays {@code 007}), and rows keep the order of
 * their file.
 */
package io.millrace.data.pairs;
