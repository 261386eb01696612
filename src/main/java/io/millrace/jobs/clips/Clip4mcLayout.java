package io.millrace.jobs.clips;

import io.millrace.media.format.Int64;
import io.millrace.media.format.Npy;
import io.millrace.media.format.Pickle;
import io.millrace.media.pixel.Tensor;
import io.millrace.store.files.EncodedFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What CLIP4MC's loader reads: {@code text_input.pkl} (a dict, {@code tokens} an int64 array; only where there is a
 * tokenizer), {@code video_input.pkl} (a uint8 array {@code [frames, height, width, 3]}) and {@code size.json} (an
 * array of numbers).
 */
final class Clip4mcLayout implements ClipLayout {

    static final String TEXT = "text_input.pkl";
    static final String VIDEO = "video_input.pkl";
    static final String SIZE = "size.json";

    private static final String TOKENS = "tokens";

    @Override
    public List<EncodedFile> files(ClipTensor clip) {
        List<EncodedFile> files = new ArrayList<>();
        if (clip.tokens() != null) {
            files.add(text(clip.tokens()));
        }
        files.add(EncodedFile.of(SIZE, ClipMeta.sizeJson(clip)));
        files.add(video(clip.frames()));
        return files;
    }

    private static EncodedFile text(long[] ids) {
        Pickle pickle = Pickle.dict(TOKENS, Npy.INT64, Int64.size(ids), ids.length);
        return EncodedFile.of(TEXT, Int64.between(pickle.head(), ids, pickle.tail()));
    }

    private static EncodedFile video(Tensor frames) {
        Pickle pickle = Pickle.array(Npy.UINT8, frames.data().size(), frames.shape());
        return EncodedFile.sharing(VIDEO, pickle.head(), frames.data(), pickle.tail());
    }
}
