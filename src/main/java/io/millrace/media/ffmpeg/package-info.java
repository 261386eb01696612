/**
 * What every stage that uses FFmpeg needs of it: that it is quiet, and how YUV becomes RGB. Frames of one kind are the
 * same RGB whichever stage turns them.
 */
package io.millrace.media.ffmpeg;
