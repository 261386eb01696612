package io.millrace.media.video;

import io.millrace.media.video.syntax.Syntax;
import java.util.BitSet;

/**
 * Which packets to decode for the wanted frames. Every group of pictures, from one random access to the next, is
 * entered at its beginning or not at all, is left behind its last wanted frame, and gives no disposable picture that is
 * not wanted. A leading picture, decoded behind a random access and shown before it, may need the group before: for a
 * wanted one that group is decoded to its end and the decoder goes on without a restart; otherwise none of a group's
 * leading pictures is decoded. The first frame is always decoded: it tells how the whole video lies.
 */
final class SparsePlan {

    private final PacketIndex index;
    private final BitSet wanted = new BitSet();
    private final BitSet sent = new BitSet();
    private final BitSet restarts = new BitSet();
    private final BitSet frames = new BitSet();

    SparsePlan(PacketIndex index, Targets targets) {
        this.index = index;
        wanted.set(index.position(0));
        for (int frame : targets.indices()) {
            wanted.set(index.position(frame));
        }
        int end = index.count();
        boolean nextContinues = false;
        while (end > 0) {
            int begin = begin(end - 1);
            boolean continues = wantsLeading(begin, end);
            plan(begin, nextContinues ? end : wanted.previousSetBit(end - 1) + 1, continues);
            nextContinues = continues;
            end = begin;
        }
    }

    /** Whether the packet is decoded. */
    boolean sends(int position) {
        return sent.get(position);
    }

    /** Whether the decoder begins anew with this packet. */
    boolean restarts(int position) {
        return restarts.get(position);
    }

    /** The last packet to decode. */
    int last() {
        return sent.length() - 1;
    }

    /** The frames that come out. */
    BitSet frames() {
        return (BitSet) frames.clone();
    }

    private int begin(int position) {
        int begin = position;
        while (index.kind(begin) != Syntax.RANDOM_ACCESS) {
            begin--;
        }
        return begin;
    }

    private boolean wantsLeading(int begin, int end) {
        for (int i = wanted.nextSetBit(begin); i >= 0 && i < end; i = wanted.nextSetBit(i + 1)) {
            if (isLeading(begin, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLeading(int begin, int position) {
        return index.frame(position) < index.frame(begin);
    }

    /** Nothing where {@code end} is not behind {@code begin}: no frame of the group is wanted. */
    private void plan(int begin, int end, boolean continues) {
        for (int i = begin; i < end; i++) {
            boolean disposable = index.kind(i) == Syntax.DISPOSABLE;
            boolean needed = wanted.get(i) || (!disposable && (continues || !isLeading(begin, i)));
            if (needed) {
                sent.set(i);
                frames.set(index.frame(i));
            }
        }
        if (end > begin && begin > 0 && !continues) {
            restarts.set(begin);
        }
    }
}
