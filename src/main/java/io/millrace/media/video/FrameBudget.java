package io.millrace.media.video;

import io.millrace.engine.flow.Part;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;

/**
 * The memory of a video whose frames leave one by one, reserved as one peak: what making a frame takes, and as many
 * frames, with what later stages need for each, as may be under way, and one more: the one that is held back or being
 * made.
 *
 * <p>How large frames become is only known as they come. As long as none has left, the reservation grows with them.
 * From then on it cannot: whoever has to wait for memory is begun anew, and what has left would be made twice. So
 * larger frames later share what is reserved: fewer of them may be under way at once, and one that does not even fit
 * alone is {@code TooLarge}. The same where the whole number does not fit from the beginning.
 */
final class FrameBudget {

    private final Part<?> part;
    private final int ahead;
    private final long bytesPerFrame;

    /** The most that was made so far. */
    private long makingBytes;

    private long frameBytes;

    /** Reserved, and for how many. */
    private long reservedBytes;

    private int granted;

    /** Of the frame that is planned. */
    private long plannedMaking;

    private long plannedFrame;
    private int most;

    /**
     * @param ahead frames that may be under way, at least 1
     * @param bytesPerFrame what later stages need for each besides it
     */
    FrameBudget(Part<?> part, int ahead, long bytesPerFrame) {
        this.part = part;
        this.ahead = ahead;
        this.bytesPerFrame = bytesPerFrame;
        this.most = ahead;
    }

    /** How many frames may be under way while the planned one is made, 1 at least. */
    int most() {
        return most;
    }

    /**
     * A frame of {@code frame} bytes is to be made, which takes {@code making} bytes besides. Reserves before the first
     * has left; may throw out of the step by design.
     *
     * @param started whether one has left
     * @throws FaultException {@code TooLarge}
     */
    void plan(long making, long frame, boolean started) throws FaultException {
        plannedMaking = Math.max(making, makingBytes);
        plannedFrame = Math.max(frame, frameBytes);
        if (!started) {
            granted = reserve();
        }
        most = share();
    }

    /**
     * The planned frame is there: those to come may be like it, and it is under way for a while. What is never made
     * costs nothing.
     */
    void made() {
        makingBytes = plannedMaking;
        frameBytes = plannedFrame;
    }

    /** No more frames are made: only what is under way still counts. */
    void done() throws FaultException {
        part.reserve(Math.min(reservedBytes, most * (frameBytes + bytesPerFrame)));
    }

    private int reserve() throws FaultException {
        for (int fewer = ahead; ; fewer /= 2) {
            try {
                reserve(bytes(fewer));
                return fewer;
            } catch (FaultException e) {
                if (fewer == 1 || !e.fault().type().equals(Fault.TOO_LARGE)) {
                    throw e;
                }
            }
        }
    }

    private void reserve(long bytes) throws FaultException {
        if (bytes != reservedBytes) {
            part.reserve(bytes);
            reservedBytes = bytes;
        }
    }

    private int share() throws FaultException {
        int fewer = granted;
        while (fewer > 0 && bytes(fewer) > reservedBytes) {
            fewer--;
        }
        if (fewer == 0) {
            throw new FaultException(
                    Fault.TOO_LARGE,
                    "a frame that needs " + (bytes(1) >> 20) + " MiB comes behind smaller ones, for which "
                            + (reservedBytes >> 20) + " MiB were reserved");
        }
        return fewer;
    }

    private long bytes(int frames) {
        return plannedMaking + (frames + 1) * (plannedFrame + bytesPerFrame);
    }
}
