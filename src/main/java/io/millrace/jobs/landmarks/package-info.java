/**
 * Palms and hands in pictures, and the arithmetic between what MediaPipe's two models see and say: anchors, weighted
 * suppression, regions, projection. Pure: no pixels, no model, no threads.
 *
 * <p>Invariants: x goes right and y down; angles are in radians, clockwise as seen; a place in a picture is in pixels of the
 * upright picture, 0 at its left or upper edge, except in a {@link io.millrace.jobs.landmarks.Hand}, whose points are fractions
 * as MediaPipe gives them. The numbers of the formulae and where they come from: {@code src/docs/landmarks.md}.
 */
package io.millrace.jobs.landmarks;
