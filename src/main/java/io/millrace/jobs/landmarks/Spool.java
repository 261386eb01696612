package io.millrace.jobs.landmarks;

import io.millrace.engine.item.Fault;
import io.millrace.media.pixel.Reel;
import io.millrace.store.files.SinkException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a video, each at the place of its frame: the first ones in the heap, the others in a file. The file has
 * no name, so that the system takes it back when the process ends in whatever way; where frames were skipped it has
 * holes. Rows of any frame may be put in any order. Safe for any threads.
 */
final class Spool {

    /** Rows that are allocated, or read, together. */
    static final int PAGE_ROWS = 64;

    private static final int BLOCK_ROWS = 1008; // of 1040 bytes: just below 1 MiB
    private static final int NONE = -1;

    private final Reel reel;
    private final HandsSpools.SpoolFolder files;
    private final HandRow.Block[] pages;
    private RandomAccessFile file;
    private boolean released;

    private int rows;
    private int withHands;
    private final Map<Absence, Integer> absent = new EnumMap<>(Absence.class);
    private int lastIndex = NONE;
    private int firstIndex = Integer.MAX_VALUE;
    private int width;
    private int height;
    private int completedBy = NONE;

    /** Takes the rows of {@link #forEach}. */
    interface Visitor {
        /** {@code row} is valid during the call. */
        void row(HandRow row) throws IOException;
    }

    /**
     * @param heapRows frames, counted from the first of the video, whose rows stay in the heap; a multiple of
     * {@link #PAGE_ROWS}
     */
    Spool(Reel reel, HandsSpools.SpoolFolder files, int heapRows) {
        this.reel = reel;
        this.files = files;
        this.pages = new HandRow.Block[heapRows / PAGE_ROWS];
    }

    /**
     * Takes a frame; one that it has already is replaced by itself.
     *
     * @return true for the one that made the video complete, and for that one whenever it is put again
     * @throws SinkException when the disk does not take it
     */
    synchronized boolean put(FrameHands frame, Hand[] places) throws SinkException {
        requireHeld();
        if (add(frame, places)) {
            count(frame);
            if (rows == reel.frames()) {
                completedBy = frame.index();
            }
        }
        return frame.index() == completedBy;
    }

    /** In the order of the frames. */
    synchronized void forEach(Visitor visitor) throws IOException {
        requireHeld();
        for (HandRow.Block page : pages) {
            if (page != null) {
                visit(page, PAGE_ROWS, visitor);
            }
        }
        HandRow.Block block = file == null ? null : new HandRow.Block(Math.min(BLOCK_ROWS, lastIndex + 1 - heapRows()));
        for (int first = heapRows(); first <= lastIndex; first += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, lastIndex + 1 - first);
            read(first, block.bytes(), count * HandRow.BYTES);
            visit(block, count, visitor);
        }
    }

    Reel reel() {
        return reel;
    }

    synchronized int rows() {
        return rows;
    }

    synchronized int withHands() {
        return withHands;
    }

    /** Of the first frame. */
    synchronized int width() {
        return width;
    }

    /** Of the first frame. */
    synchronized int height() {
        return height;
    }

    /** Why the whole video came to nothing; null if there is a hand. */
    synchronized Fault absence() {
        if (withHands > 0) {
            return null;
        }
        List<String> reasons = new ArrayList<>();
        absent.forEach((absence, frames) -> reasons.add(frames + " " + absence.key()));
        String frames = rows == 1 ? "1 frame" : rows + " frames";
        return Fault.of("NoHand", "no hand in " + frames + ": " + String.join(", ", reasons));
    }

    /** Gives memory and disk back. Whatever comes of that, nothing depends on it. */
    synchronized void release() {
        released = true;
        Arrays.fill(pages, null);
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // nothing of it is wanted any more
            }
        }
    }

    /** Whether it was not there yet. */
    private boolean add(FrameHands frame, Hand[] places) throws SinkException {
        int index = frame.index();
        if (index < heapRows()) {
            HandRow row = page(index / PAGE_ROWS).row(index % PAGE_ROWS);
            boolean isNew = !row.isThere();
            row.set(frame, places);
            return isNew;
        }
        HandRow.Block block = new HandRow.Block(1);
        block.row(0).set(frame, places);
        return write(index, block.bytes());
    }

    private boolean write(int index, byte[] row) throws SinkException {
        try {
            if (file == null) {
                file = files.create();
            }
            long at = position(index);
            boolean isNew = index > lastIndex || stateAt(at) == HandRow.NO_ROW;
            file.seek(at);
            file.write(row);
            return isNew;
        } catch (IOException e) {
            throw SinkException.of(files.path(), e);
        }
    }

    private int stateAt(long row) throws IOException {
        file.seek(row + HandRow.STATE_AT);
        return file.read();
    }

    private void read(int index, byte[] into, int bytes) throws SinkException {
        try {
            file.seek(position(index));
            file.readFully(into, 0, bytes);
        } catch (IOException e) {
            throw SinkException.of(files.path(), e);
        }
    }

    private static void visit(HandRow.Block block, int count, Visitor visitor) throws IOException {
        for (int i = 0; i < count; i++) {
            HandRow row = block.row(i);
            if (row.isThere()) {
                visitor.row(row);
            }
        }
    }

    private void count(FrameHands frame) {
        rows++;
        lastIndex = Math.max(lastIndex, frame.index());
        if (frame.index() < firstIndex) {
            firstIndex = frame.index();
            width = frame.width();
            height = frame.height();
        }
        if (frame.absence() == null) {
            withHands++;
        } else {
            absent.merge(frame.absence(), 1, Integer::sum);
        }
    }

    private HandRow.Block page(int number) {
        if (pages[number] == null) {
            pages[number] = new HandRow.Block(PAGE_ROWS);
        }
        return pages[number];
    }

    private int heapRows() {
        return pages.length * PAGE_ROWS;
    }

    private long position(int index) {
        return (index - heapRows()) * (long) HandRow.BYTES;
    }

    private void requireHeld() {
        if (released) {
            throw new IllegalStateException("the reel of this spool was released");
        }
    }
}
