/**
 * The job {@code clips}: a video and its caption become 16 exact frames and CLIP tokens, as folders, NumPy arrays or
 * WebDataset shards. {@code src/docs/formats-output.md} has the formats.
 */
package io.millrace.jobs.clips;
