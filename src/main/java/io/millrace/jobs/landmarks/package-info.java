/**
 * The job {@code landmarks}: frames of videos become hands, as MediaPipe's two models see them. Anchors, weighted
 * suppression, regions and projection are arithmetic between what the models see and say; the pixels are OpenCV's
 * affair.
 *
 * <ul>
 *   <li>x goes right and y down; angles are in radians, clockwise as seen; a place in a picture is in pixels of the
 *       upright picture, 0 at its left or upper edge, except in a {@link io.millrace.jobs.landmarks.Hand}, whose points
 *       are fractions as MediaPipe gives them. The numbers of the formulae and where they come from:
 *       {@code src/docs/landmarks.md}.
 *   <li>Frames come one by one, in any order and at any of several workers, those of many videos mixed. A video's rows
 *       gather in its {@linkplain io.millrace.jobs.landmarks.Spool spool}; whoever brings the last one makes the files.
 *   <li>A spool belongs to its {@link io.millrace.media.pixel.Reel}: it goes when nobody holds that any more, however
 *       the item ended.
 *   <li>Neither rows nor files of a long video are whole in memory at any time. The files are read out of the spool,
 *       once for their checksums and once when they are written, in the order of the frames: equal frames give equal
 *       bytes.
 * </ul>
 */
package io.millrace.jobs.landmarks;
