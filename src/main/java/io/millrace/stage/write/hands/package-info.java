/**
 * The hands of videos, from frames to files.
 *
 * <ul>
 *   <li>Frames come one by one, in any order and at any of several workers, those of many videos mixed. A video's rows gather in its
 *       {@linkplain io.millrace.jobs.landmarks.Spool spool}; whoever brings the last one makes the files.
 *   <li>A spool belongs to its {@link io.millrace.media.pixel.Reel}: it goes when nobody holds that any more, however the item ended.
 *   <li>Neither rows nor files of a long video are whole in memory at any time. The files are read out of the spool, once for their
 *       checksums and once when they are written, in the order of the frames: equal frames give equal bytes.
 * </ul>
 */
package io.millrace.stage.write.hands;
