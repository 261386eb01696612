package io.millrace.media.video;

import io.millrace.engine.item.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The frames of a stream that the decoder gave and called damaged: it patched them up, because their data or what they
 * refer to is broken. A packet that gives no frame is not among them, for T counts what decodes; nor is what earlier
 * damage has blurred, which no decoder tells.
 */
final class DamagedFrames {

    private final List<Damaged> wanted = new ArrayList<>();
    private int count;

    private record Damaged(int index, long packet) {}

    static boolean isDamaged(AVFrame frame) {
        return frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    }

    void add(AVFrame frame, int index, boolean isWanted) {
        count++;
        if (isWanted) {
            wanted.add(new Damaged(index, StreamDecoder.packet(frame)));
        }
    }

    /** All there are, wanted or not. */
    int count() {
        return count;
    }

    /**
     * Lets the frame of the last packet through: where a file was cut off, that is torn. Most containers or decoders
     * drop it; MPEG-TS and MPEG-4 part 2 give what there is of it, and a download that broke off is to end the same way
     * in all.
     *
     * @throws FaultException {@code CorruptVideo}, when a wanted frame is damaged
     */
    void checkWanted(Targets targets, FrameTimes times, long lastPacket) throws FaultException {
        List<Damaged> lost =
                wanted.stream().filter(frame -> frame.packet != lastPacket).toList();
        if (!lost.isEmpty()) {
            throw new FaultException(
                    "CorruptVideo",
                    String.format(
                            Locale.ROOT,
                            "damaged frames: %d of the %d wanted ones, the first at %.2f s;"
                                    + " stages.decode.corrupt = keep-decoded takes them as they are",
                            lost.size(),
                            targets.distinct(),
                            times.at(lost.get(0).index)));
        }
    }
}
