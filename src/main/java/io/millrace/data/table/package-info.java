/**
 * Rows in and out. Today: pairs manifests, loaded once into a DuckDB file in a temporary folder, checked there with SQL, and
 * read page by page, so that ten million entries never become ten million objects.
 *
 * <p>The only package that uses java.sql and DuckDB. Nothing is downloaded: DuckDB may not install extensions. Values are
 * taken as text where they name things ({@code 007} stays {@code 007}), and rows keep the order of their file.
 */
package io.millrace.data.table;
