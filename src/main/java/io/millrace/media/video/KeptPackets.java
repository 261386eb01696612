package io.millrace.media.video;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.FaultException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * The packets of a small file, kept so that it is read once. What they may take is reserved before; where they turn out
 * to take more, none is kept and the file is read again. One thread's.
 */
final class KeptPackets implements AutoCloseable {

    /** Larger files are read twice: the second time they come from the system's cache. */
    private static final long MOST_BYTES = 32L << 20;

    /** An AVPacket, its buffer's two heads, the padding behind its data, and what malloc adds to each. */
    private static final long PACKET_BYTES = 512;

    private static final long USUAL_PACKETS = 2048;

    private final long limitBytes;
    private final List<AVPacket> packets = new ArrayList<>();
    private long bytes;
    private boolean keeping;

    private KeptPackets(long limitBytes) {
        this.limitBytes = limitBytes;
        this.keeping = limitBytes > 0;
    }

    /** For the packets of a file, none where it is large or {@code wanted} is false. Reserves. */
    static KeptPackets of(VideoFile file, boolean wanted, Budget budget) throws FaultException {
        long fileBytes = file.bytes();
        if (!wanted || fileBytes <= 0 || fileBytes > MOST_BYTES) {
            return new KeptPackets(0);
        }
        long bytes = fileBytes + USUAL_PACKETS * PACKET_BYTES;
        budget.packets(bytes);
        return new KeptPackets(bytes);
    }

    /** Takes a reference to the packet's data. */
    void add(AVPacket packet) throws FaultException {
        if (!keeping) {
            return;
        }
        bytes += PACKET_BYTES
                + Math.max(
                        packet.size(), packet.buf() == null ? 0 : packet.buf().size());
        if (bytes > limitBytes) {
            close();
            return;
        }
        AVPacket kept = avcodec.av_packet_clone(packet);
        if (kept == null || kept.isNull()) {
            throw NativeMemory.exhausted("FFmpeg got no memory to keep a packet");
        }
        packets.add(kept);
    }

    /** Whether every packet so far is here. */
    boolean hasAll() {
        return keeping;
    }

    /** In decoding order; stays this class's. */
    AVPacket get(int position) {
        return packets.get(position);
    }

    /** Gives up all of them, and takes no more. */
    @Override
    public void close() {
        keeping = false;
        packets.forEach(avcodec::av_packet_free);
        packets.clear();
    }
}
