/**
 * A picture to a picture of another size. Invariants: every native object ends with the call or the step that made it;
 * OpenCV runs on the calling thread only, parallelism is across items; the same picture gives the same bytes on any
 * worker.
 */
package io.millrace.media.resize;
