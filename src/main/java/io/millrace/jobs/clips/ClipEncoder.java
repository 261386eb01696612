package io.millrace.jobs.clips;

import io.millrace.data.table.ParquetFile.Column;
import io.millrace.engine.flow.Output;
import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Step;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Item;
import io.millrace.jobs.Facts;
import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip as the files of a format, the one with its facts last. The frames are not copied: the encoded item shares
 * their memory with the tensor, and from here on nothing else of the clip is held.
 */
final class ClipEncoder implements Step<ClipTensor, EncodedItem> {

    /** The facts of a clip that make the columns of a table. */
    public static final List<Column> FACTS = Facts.columns(ClipMeta.class);

    private final ClipLayout layout;
    private final Splits splits;

    public ClipEncoder(ClipLayout layout, Splits splits) {
        this.layout = layout;
        this.splits = splits;
    }

    @Override
    public void apply(List<Part<ClipTensor>> batch, Output<EncodedItem> out) throws FaultException {
        for (Part<ClipTensor> part : batch) {
            part.reserve(part.payload().frames().data().size());
            out.emit(part, encode(part.item(), part.payload()));
        }
    }

    private EncodedItem encode(Item<?> item, ClipTensor clip) {
        EncodedFile meta = EncodedFile.of(layout.meta(), ClipMeta.json(item, clip, splits.of(item.id())));
        List<EncodedFile> files = new ArrayList<>(layout.files(clip));
        files.add(meta);
        return new EncodedItem(files);
    }
}
