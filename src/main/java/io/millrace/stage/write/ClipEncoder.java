package io.millrace.stage.write;

import io.millrace.flow.Output;
import io.millrace.flow.Part;
import io.millrace.flow.Step;
import io.millrace.item.FaultException;
import io.millrace.item.Item;
import io.millrace.media.ClipTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip as the files of a format and {@code meta.json}, its seal. The frames are not copied: the encoded item shares their
 * memory with the tensor, and from here on nothing else of the clip is held.
 */
public final class ClipEncoder implements Step<ClipTensor, EncodedItem> {

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
        EncodedFile meta = EncodedFile.of(EncodedItem.SEAL, ClipMeta.json(item, clip, splits.of(item.id())));
        List<EncodedFile> files = new ArrayList<>(layout.files(clip));
        files.add(meta);
        return new EncodedItem(files);
    }
}
