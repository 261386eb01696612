package io.millrace.media.video;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/**
 * What decides how much memory a stream's frames take. A stream may change it on its way.
 *
 * @param codec FFmpeg's number
 * @param level as the codec counts it
 * @param format of the pixels, FFmpeg's number; negative where unknown
 * @param width of a picture, 0 where unknown
 * @param height of a picture
 * @param codedWidth of what is decoded before it is cropped to the picture
 * @param codedHeight of what is decoded
 */
record Shape(int codec, int level, int format, int width, int height, int codedWidth, int codedHeight) {

    /** What the container says, or what its first frames said. */
    static Shape of(AVCodecParameters stream) {
        int width = stream.width();
        int height = stream.height();
        return new Shape(stream.codec_id(), stream.level(), stream.format(), width, height, width, height);
    }

    /** What the decoder works with now. */
    static Shape of(AVCodecContext decoder) {
        int width = decoder.width();
        int height = decoder.height();
        int codedWidth = Math.max(width, decoder.coded_width());
        int codedHeight = Math.max(height, decoder.coded_height());
        return new Shape(
                decoder.codec_id(), decoder.level(), decoder.pix_fmt(), width, height, codedWidth, codedHeight);
    }

    /** Of one picture, packed; four bytes a pixel where the format is unknown. */
    long pictureBytes() {
        return Pixels.estimate(format, width, height);
    }
}
