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
 * and the caption as given. Members of a WebDataset sample are named by what follows the key's dot.
 *
 * @param text what the file of the caption is called
 * @param meta what the file of the facts is called
 */
record NpyLayout(String text, String meta) implements ClipLayout {

    static final String FRAMES = "frames.npy";
    static final String TOKENS = "tokens.npy";
    static final String TEXT = "text.txt";

    @Override
    public List<EncodedFile> files(ClipTensor clip) {
        List<EncodedFile> files = new ArrayList<>(List.of(frames(clip.frames())));
        if (clip.tokens() != null) {
            files.add(tokens(clip.tokens()));
        }
        files.add(EncodedFile.of(text, clip.of().text().getBytes(UTF_8)));
        return files;
    }

    private static EncodedFile frames(Tensor frames) {
        return EncodedFile.sharing(FRAMES, Npy.header(Npy.UINT8, frames.shape()), frames.data());
    }

    private static EncodedFile tokens(long[] ids) {
        return EncodedFile.of(TOKENS, Int64.between(Npy.header(Npy.INT64, ids.length), ids, new byte[0]));
    }
}
