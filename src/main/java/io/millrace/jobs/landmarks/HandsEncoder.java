package io.millrace.jobs.landmarks;

import io.millrace.data.table.ParquetFile.Column;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.jobs.Facts;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.SinkException;
import java.io.IOError;
import java.io.IOException;
import java.util.List;

/**
 * Frames of videos, one by one and in any order, to the files of whole videos: {@code npz} and {@code json}. The worker
 * that gets the last frame of a video emits its files; all other frames come to nothing, and so does a video without
 * any hand. The files hold the reel, in whose spool their content is.
 *
 * <p>A disk that does not take a spool is nobody's fault and every video's trouble: it is thrown as an {@link IOError},
 * which ends the run.
 */
public final class HandsEncoder implements Step<FrameHands, EncodedItem> {

    /** What a video's files are called, after its id; the last is the seal. */
    public static final List<String> NAMES = List.of("npz", "json");

    /** The facts of a video that make the columns of a table. */
    public static final List<Column> FACTS = Facts.columns(HandsMeta.class);

    private final HandsSpools spools;
    private final HandsOrigin origin;

    /** @param spools the same for all workers of a run */
    public HandsEncoder(HandsSpools spools, HandsOrigin origin) {
        this.spools = spools;
        this.origin = origin;
    }

    @Override
    public void apply(List<Part<FrameHands>> batch, Output<EncodedItem> out) throws IOException {
        for (Part<FrameHands> part : batch) {
            try {
                take(part, out);
            } catch (SinkException e) {
                throw new IOError(e);
            }
        }
    }

    private void take(Part<FrameHands> part, Output<EncodedItem> out) throws IOException {
        FrameHands frame = part.payload();
        Spool spool = spools.of(frame.reel());
        if (spool.put(frame, origin.handedness().places(frame.hands()))) {
            Fault absence = spool.absence();
            if (absence == null) {
                out.emit(part, encode(part.item(), spool));
            } else {
                out.empty(part, absence);
            }
        }
    }

    private EncodedItem encode(Item<?> item, Spool spool) throws IOException {
        EncodedFile arrays = EncodedFile.streaming(NAMES.get(0), HandsArrays.of(spool), spool.reel());
        try {
            EncodedFile meta = EncodedFile.streaming(NAMES.get(1), HandsMeta.of(item, spool, origin), spool.reel());
            return new EncodedItem(List.of(arrays, meta));
        } catch (IOException | RuntimeException e) {
            arrays.close();
            throw e;
        }
    }
}
