package io.millrace.media.video;

import io.millrace.media.pixel.VideoFacts;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * How the first frame lies, and with it the video.
 *
 * @param width as stored
 * @param height as stored
 * @param rotation clockwise degrees that turn it upright
 */
record FirstFrame(int width, int height, int rotation) {

    static FirstFrame of(AVFrame frame) {
        return new FirstFrame(frame.width(), frame.height(), Rotation.clockwise(frame));
    }

    /**
     * What the stream turned out to be.
     *
     * @param times of all frames, one at least
     * @param lastTicks how long the last one is shown
     */
    VideoFacts facts(VideoFile file, FrameTimes times, long lastTicks, int decodeErrors) {
        boolean lying = rotation % 180 != 0;
        return new VideoFacts(
                StreamDecoder.name(file),
                lying ? height : width,
                lying ? width : height,
                rotation,
                file.fps(),
                times.sinceFirst(times.count() - 1) + times.seconds(lastTicks),
                times.count(),
                decodeErrors);
    }
}
