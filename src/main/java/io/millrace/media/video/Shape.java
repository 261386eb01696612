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
        return new Shape(
                stream.codec_id(),
                stream.level(),
                stream.format(),
                stream.width(),
                stream.height(),
                stream.width(),
                stream.height());
    }

    /** What the decoder works with now. */
    static Shape of(AVCodecContext decoder) {
        return new Shape(
                decoder.codec_id(),
                decoder.level(),
                decoder.pix_fmt(),
                decoder.width(),
                decoder.height(),
                Math.max(decoder.width(), decoder.coded_width()),
                Math.max(decoder.height(), decoder.coded_height()));
    }

    /** Of one picture, packed; four bytes a pixel where the format is unknown. */
    long pictureBytes() {
        return Pixels.estimate(format, width, height);
    }
}
