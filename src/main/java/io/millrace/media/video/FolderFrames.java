package io.millrace.media.video;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.media.image.PictureFile;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Picture;
import io.millrace.media.pixel.ScopeGuard;
import java.nio.file.Path;
import java.util.List;

/**
 * The pictures of a folder as the frames of one video, one after the other. A frame's number is its place in the order
 * of names, whether those before it can be read or not; it has no time.
 */
final class FolderFrames {

    /**
     * So much more than the first frame in the making is reserved for: no two files are of one size, and not every next
     * one is larger.
     */
    private static final long SPARE_BYTES = 1 << 20;

    private final FrameOutlet<?> outlet;
    private final FrameBudget budget;
    private final BufferPool pool;
    private final FrameDecodeSettings settings;

    /** The last of those that were passed over. */
    private Fault passedOver;

    private Fault firstPassedOver;

    FolderFrames(FrameOutlet<?> outlet, FrameBudget budget, BufferPool pool, FrameDecodeSettings settings) {
        this.outlet = outlet;
        this.budget = budget;
        this.pool = pool;
        this.settings = settings;
    }

    void handOut(List<Path> files) throws FaultException, InterruptedException {
        for (int index = 0; index < files.size(); index++) {
            StreamDecoder.checkInterrupt();
            Picture picture = read(index, files.get(index));
            if (picture != null) {
                handOut(index, picture);
            }
        }
        end(files.size());
    }

    private void handOut(int index, Picture picture) throws FaultException, InterruptedException {
        try (ScopeGuard guard = new ScopeGuard(picture::close)) {
            outlet.release(budget.most());
            outlet.take(index, Double.NaN, guard.dismiss(picture));
        }
    }

    private void end(int files) throws FaultException, InterruptedException {
        if (outlet.count() == 0) {
            throw new FaultException(
                    firstPassedOver.type(),
                    "none of the " + files + " frames can be read; the first, " + firstPassedOver.message());
        }
        if (outlet.isDrained()) {
            throw new FaultException(passedOver);
        }
        outlet.end(budget.most());
    }

    /** Null where it is passed over. */
    private Picture read(int index, Path file) throws FaultException, InterruptedException {
        try {
            return read(file);
        } catch (FaultException e) {
            passOver(index, file.getFileName().toString(), e.fault());
            return null;
        }
    }

    private Picture read(Path file) throws FaultException, InterruptedException {
        int size = PictureFile.size(file);
        makeRoom(size, 0);
        try (PictureFile picture = PictureFile.read(file, size, settings.maxPixels(), pool)) {
            makeRoom(picture.workingBytes(), picture.pictureBytes());
            Picture decoded = picture.decode();
            budget.made();
            return decoded;
        }
    }

    /**
     * Where this frame is larger than those that the memory was reserved for, fewer may be under way while it is made:
     * the one that is held back leaves now, although it is not certain that this one can be read. Should none be read
     * any more, the video fails: it cannot be said any more how many frames it has.
     */
    private void makeRoom(long making, long frame) throws FaultException, InterruptedException {
        int before = budget.most();
        long spare = outlet.isStarted() ? 0 : making / 2 + SPARE_BYTES;
        budget.plan(making + spare, frame, outlet.isStarted());
        if (outlet.isStarted() && budget.most() < before) {
            outlet.release(budget.most());
        }
    }

    /** A fault that may pass is the disk's, not the frame's. */
    private void passOver(int index, String name, Fault fault) throws FaultException {
        Fault named = new Fault(fault.type(), fault.stage(), name + ": " + fault.message(), fault.passing());
        if (fault.passing() || settings.frameError() == FrameError.FAIL) {
            throw new FaultException(named);
        }
        passedOver = named;
        firstPassedOver = firstPassedOver == null ? named : firstPassedOver;
        outlet.skip(index, name, fault.type() + ": " + fault.message());
    }
}
