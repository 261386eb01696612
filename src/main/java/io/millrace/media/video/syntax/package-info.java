/**
 * What a video's packets say without being decoded: which frames lean on which, by the syntax of each codec. Sparse
 * decoding leaves out what the wanted frames do not need.
 */
package io.millrace.media.video.syntax;
