package io.millrace.media.pixel;

/**
 * What one file's video stream really is.
 *
 * @param codec FFmpeg's name ({@code h264})
 * @param width upright, in pixels: after {@code rotation}
 * @param height upright, in pixels
 * @param rotation clockwise degrees that turn the stored picture upright: 0, 90, 180 or 270
 * @param fps average frames per second; 0 where unknown
 * @param durationS in seconds, as decoded: last frame's end minus first frame's start
 * @param framesTotal frames that really decode, in presentation order
 * @param decodeErrors times the decoder reported damage: packets that did not decode and frames that it patched up; 0
 *     for a sound file
 */
public record VideoFacts(
        String codec,
        int width,
        int height,
        int rotation,
        double fps,
        double durationS,
        int framesTotal,
        int decodeErrors) {}
