package io.millrace.jobs.clips;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.media.format.Int64;
import io.millrace.media.format.Npy;
import io.millrace.media.pixel.Tensor;
import io.millrace.store.files.EncodedFile;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code frames.npy} (uint8 {@code [frames, height, width, 3]}), {@code tokens.npy} (int64, where there is a tokenizer)
 * and {@code text.txt} (the caption as given).
 */
final class NpyLayout implements ClipLayout {

    static final String FRAMES = "frames.npy";
    static final String TOKENS = "tokens.npy";
    static final String TEXT = "text.txt";

    @Override
    public List<EncodedFile> files(ClipTensor clip) {
        List<EncodedFile> files = new ArrayList<>(arrays(clip));
        files.add(EncodedFile.of(TEXT, clip.of().text().getBytes(UTF_8)));
        return files;
    }

    /** The frames and, where there is a tokenizer, the tokens. */
    static List<EncodedFile> arrays(ClipTensor clip) {
        EncodedFile frames = frames(clip.frames());
        return clip.tokens() == null ? List.of(frames) : List.of(frames, tokens(clip.tokens()));
    }

    private static EncodedFile frames(Tensor frames) {
        return EncodedFile.sharing(FRAMES, Npy.header(Npy.UINT8, frames.shape()), frames.data());
    }

    private static EncodedFile tokens(long[] ids) {
        return EncodedFile.of(TOKENS, Int64.between(Npy.header(Npy.INT64, ids.length), ids, new byte[0]));
    }
}
