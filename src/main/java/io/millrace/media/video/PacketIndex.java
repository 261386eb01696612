package io.millrace.media.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.millrace.engine.item.FaultException;
import io.millrace.media.video.syntax.Syntax;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * All packets of a stream in decoding order, as one reading without decoding finds them. It is <em>proven</em> where
 * each packet is known to hold exactly one frame and the frames are known to come out in the order of their timestamps:
 * then it says, without decoding, how many frames there are and when each is shown.
 *
 * <p>What makes it unproven: a packet flagged as corrupt or to be discarded, without a timestamp, with one that another
 * has, or with new parameters; what the codec's {@link Syntax} does not vouch for; timestamps in another order than the
 * codec's own; more frames to wait for than the decoder waits for; a container that breaks off.
 */
final class PacketIndex {

    /** No codec here lets more pictures wait. */
    private static final int MOST_DELAY = 16;

    private final FrameTimes times;
    private Syntax syntax;
    private long[] ticks = new long[256];
    private long[] orders = new long[256];
    private int[] sizes = new int[256];
    private byte[] kinds = new byte[256];
    private int[] positions = {};
    private int count;
    private long lastTick = Long.MIN_VALUE;
    private long lastTicks;

    private PacketIndex(VideoFile file, Syntax syntax) {
        this.times = file.newTimes();
        this.syntax = syntax;
    }

    /**
     * Reads to the end. Keeps the packets as long as the index looks proven.
     *
     * @param syntax of the stream, null where nothing is to be proven
     */
    static PacketIndex read(VideoFile file, Syntax syntax, KeptPackets kept)
            throws FaultException, InterruptedException {
        PacketIndex index = new PacketIndex(file, syntax);
        for (AVPacket packet = file.next(); packet != null; packet = file.next()) {
            StreamDecoder.checkInterrupt();
            index.add(packet);
            if (index.syntax == null) {
                kept.close();
            }
            kept.add(packet);
        }
        index.finish(file);
        return index;
    }

    boolean isProven() {
        return syntax != null;
    }

    /** What the packets promise, in presentation order; the truth where the index is proven. */
    FrameTimes times() {
        return times;
    }

    /** How long the last frame is shown, in ticks; 0 where nothing says. */
    long lastTicks() {
        return lastTicks;
    }

    int count() {
        return count;
    }

    byte kind(int position) {
        return kinds[position];
    }

    /** The index among all frames of the one in the packet. */
    int frame(int position) {
        return times.indexOf(ticks[position]);
    }

    /** Where in decoding order the packet of a frame is. */
    int position(int frame) {
        return positions[frame];
    }

    /** Whether this is the packet that was read at {@code position}. */
    boolean matches(int position, AVPacket packet) {
        return position < count && packet.pts() == ticks[position] && packet.size() == sizes[position];
    }

    private void add(AVPacket packet) {
        int flags = packet.flags();
        long tick = packet.pts();
        if ((flags & AV_PKT_FLAG_DISCARD) == 0) {
            times.add(tick != AV_NOPTS_VALUE ? tick : packet.dts());
        }
        if (syntax == null) {
            return;
        }
        boolean sound = (flags & (AV_PKT_FLAG_CORRUPT | AV_PKT_FLAG_DISCARD)) == 0;
        if (!sound || tick == AV_NOPTS_VALUE || packet.size() <= 0 || changesParameters(packet)) {
            syntax = null;
            return;
        }
        byte kind = syntax.kind(bytes(packet));
        if (kind == Syntax.UNPROVEN) {
            syntax = null;
            return;
        }
        put(packet, kind);
    }

    private static ByteBuffer bytes(AVPacket packet) {
        return packet.data().capacity(packet.size()).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    }

    private void put(AVPacket packet, byte kind) {
        if (count == ticks.length) {
            ticks = Arrays.copyOf(ticks, count * 2);
            orders = Arrays.copyOf(orders, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
        }
        ticks[count] = packet.pts();
        orders[count] = syntax.order();
        sizes[count] = packet.size();
        kinds[count] = kind;
        count++;
        if (packet.pts() > lastTick) {
            lastTick = packet.pts();
            lastTicks = packet.duration();
        }
    }

    private static boolean changesParameters(AVPacket packet) {
        AVPacketSideData data = packet.side_data();
        for (int i = 0; i < packet.side_data_elems(); i++) {
            int type = data.getPointer(i).type();
            if (type == avcodec.AV_PKT_DATA_NEW_EXTRADATA || type == avcodec.AV_PKT_DATA_PARAM_CHANGE) {
                return true;
            }
        }
        return false;
    }

    private void finish(VideoFile file) {
        times.sorted();
        if (syntax == null) {
            return;
        }
        boolean proven = count > 0
                && !file.brokeOff()
                && kinds[0] == Syntax.RANDOM_ACCESS
                && place()
                && isOrdered()
                && isClosed()
                && comesOutInOrder(file.parameters().video_delay());
        if (!proven) {
            syntax = null;
        } else if (!syntax.disposableHolds()) {
            for (int i = 0; i < count; i++) {
                kinds[i] = kinds[i] == Syntax.DISPOSABLE ? Syntax.REFERENCE : kinds[i];
            }
        }
    }

    /** Finds the position of every frame; false where two have one timestamp. */
    private boolean place() {
        positions = new int[count];
        Arrays.fill(positions, -1);
        for (int i = 0; i < count; i++) {
            int frame = frame(i);
            if (positions[frame] >= 0) {
                return false;
            }
            positions[frame] = i;
        }
        return true;
    }

    /** Whether the codec orders the frames as their timestamps do. */
    private boolean isOrdered() {
        return IntStream.range(1, count).allMatch(i -> orders[positions[i]] > orders[positions[i - 1]]);
    }

    /** Whether everything that is decoded before a random access is also shown before it. */
    private boolean isClosed() {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            if (kinds[i] == Syntax.RANDOM_ACCESS && ticks[i] < last) {
                return false;
            }
            last = Math.max(last, ticks[i]);
        }
        return true;
    }

    /** Whether a decoder that lets {@code delay} frames wait gives all in order: one that comes too late is lost. */
    private boolean comesOutInOrder(int delay) {
        if (delay < 0 || delay > MOST_DELAY) {
            return false;
        }
        long[] waiting = new long[delay + 1];
        long out = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int at = Math.min(i, delay);
            while (at > 0 && waiting[at - 1] > ticks[i]) {
                waiting[at] = waiting[at - 1];
                at--;
            }
            waiting[at] = ticks[i];
            if (i >= delay) {
                if (waiting[0] <= out) {
                    return false;
                }
                out = waiting[0];
                System.arraycopy(waiting, 1, waiting, 0, delay);
            }
        }
        return true;
    }
}
