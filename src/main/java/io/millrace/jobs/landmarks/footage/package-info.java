/**
 * What the job {@code landmarks} reads: folders of frames, and annotations in CSV, JSON or Parquet that are held
 * against them. Annotations are loaded once into a DuckDB file and read page by page, so that a large file never lies
 * in memory.
 */
package io.millrace.jobs.landmarks.footage;
