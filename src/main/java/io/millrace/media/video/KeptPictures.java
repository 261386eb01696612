package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import io.millrace.media.ffmpeg.RgbConverter;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import io.millrace.media.pixel.Picture;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** The wanted frames of a clip, copied into leased memory. Owns them until {@link #release}. */
final class KeptPictures implements AutoCloseable {

    private final BufferPool pool;
    private final Budget budget;
    private final List<Picture> pictures = new ArrayList<>();

    KeptPictures(BufferPool pool, Budget budget) {
        this.pool = pool;
        this.budget = budget;
    }

    /** Reserves where the picture is larger than those before. */
    void add(AVFrame frame) throws FaultException {
        int bytes = Pixels.bytes(frame.format(), frame.width(), frame.height());
        budget.keep(frame.format(), frame.width(), frame.height(), bytes);
        Lease lease = pool.lease(bytes);
        int code = avutil.av_image_copy_to_buffer(
                new BytePointer(lease.buffer()),
                bytes,
                frame.data(),
                frame.linesize(),
                frame.format(),
                frame.width(),
                frame.height(),
                1);
        if (code < 0) {
            lease.close();
            throw Libav.fault("CorruptVideo", "a decoded frame cannot be copied", code);
        }
        pictures.add(new Picture(RgbConverter.layout(frame), frame.width(), frame.height(), lease));
    }

    int count() {
        return pictures.size();
    }

    /** The caller owns them now. The decoder is closed, or has nothing left to do. */
    List<Picture> release() throws FaultException {
        budget.decoded();
        List<Picture> released = List.copyOf(pictures);
        pictures.clear();
        return released;
    }

    @Override
    public void close() {
        pictures.forEach(Picture::close);
        pictures.clear();
    }
}
