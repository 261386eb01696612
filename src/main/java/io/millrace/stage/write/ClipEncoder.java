package io.millrace.stage.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.flow.Output;
import io.millrace.flow.Part;
import io.millrace.flow.Step;
import io.millrace.item.FaultException;
import io.millrace.item.Item;
import io.millrace.media.ClipTensor;
import java.util.List;

/**
 * A clip as {@code frames.npy} (uint8 {@code [frames, height, width, 3]}), {@code text.txt} (the caption as given) and
 * {@code meta.json}, its seal. The frames are not copied: the encoded item shares their memory with the tensor, and from here on nothing else
 * of the clip is held.
 */
public final class ClipEncoder implements Step<ClipTensor, EncodedItem> {

    private static final String FRAMES = "frames.npy";
    private static final String TEXT = "text.txt";

    /** The files of an item. */
    public static final List<String> FILES = List.of(FRAMES, TEXT, EncodedItem.SEAL);

    @Override
    public void apply(List<Part<ClipTensor>> batch, Output<EncodedItem> out) throws FaultException {
        for (Part<ClipTensor> part : batch) {
            part.reserve(part.payload().frames().data().size());
            out.emit(part, encode(part.item(), part.payload()));
        }
    }

    private static EncodedItem encode(Item<?> item, ClipTensor clip) {
        EncodedFile meta = EncodedFile.of(EncodedItem.SEAL, ClipMeta.json(item, clip));
        EncodedFile text = EncodedFile.of(TEXT, clip.of().text().getBytes(UTF_8));
        byte[] header = Npy.header(Npy.UINT8, clip.frames().shape());
        EncodedFile frames = EncodedFile.sharing(FRAMES, header, clip.frames().data());
        return new EncodedItem(List.of(frames, text, meta));
    }
}
