package io.millrace.media.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;

/**
 * How the samples of one component lie in a plane, as {@code av_read_image_line} reads them.
 *
 * @param plane they lie in
 * @param step bytes from one to the next
 * @param offset bytes before the first of a row
 * @param shift bits below a sample
 * @param depth bits of a sample
 * @param bytes that hold a sample: 1 or 2
 * @param big whether the first of two is the upper one
 */
record Samples(int plane, int step, int offset, int shift, int depth, int bytes, boolean big) {

    static Samples of(AVComponentDescriptor component, long flags) {
        boolean big = (flags & AV_PIX_FMT_FLAG_BE) != 0;
        int bytes = component.shift() + component.depth() <= 8 ? 1 : 2;
        int offset = component.offset() + (big && bytes == 1 && component.depth() < 8 ? 1 : 0);
        return new Samples(
                component.plane(), component.step(), offset, component.shift(), component.depth(), bytes, big);
    }

    /** In 8 bits: the upper ones of more, fewer spread evenly over 0 to 255. */
    byte read(ByteBuffer memory, int at) {
        int value = memory.get(at) & 0xff;
        if (bytes == 2) {
            int second = memory.get(at + 1) & 0xff;
            value = big ? value << 8 | second : value | second << 8;
        }
        int most = (1 << depth) - 1;
        value = value >> shift & most;
        return (byte) (depth >= 8 ? value >> (depth - 8) : (value * 255 + most / 2) / most);
    }
}
