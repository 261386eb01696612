package io.millrace.jobs.clips;

import io.millrace.store.files.EncodedFile;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.shards.TarSample;
import java.util.List;

/** The files of a clip in one format. Stateless, any thread. */
sealed interface ClipLayout permits NpyLayout, Clip4mcLayout {

    /**
     * Every file that a clip's folder may hold in any of the formats that have folders: what another format or other
     * settings have left goes when an item is made again.
     */
    List<String> NAMES = List.of(
            NpyLayout.FRAMES,
            NpyLayout.TOKENS,
            NpyLayout.TEXT,
            Clip4mcLayout.TEXT,
            Clip4mcLayout.VIDEO,
            Clip4mcLayout.SIZE,
            EncodedItem.SEAL);

    /**
     * All but the last. They share the memory of the frames instead of copying it; nothing is held of a clip that
     * cannot be encoded.
     */
    List<EncodedFile> files(ClipTensor clip);

    /** What the last file, with the facts, is called. */
    default String meta() {
        return EncodedItem.SEAL;
    }

    /** What is not written is encoded like {@code npy}. */
    static ClipLayout of(ClipsFormat format) {
        return switch (format) {
            case NPY, NULL -> new NpyLayout(NpyLayout.TEXT, EncodedItem.SEAL);
            case CLIP4MC -> new Clip4mcLayout();
            case WEBDATASET -> new NpyLayout("txt", TarSample.FACTS);
        };
    }
}
