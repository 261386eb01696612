package io.millrace.stage.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.media.ClipTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code frames.npy} (uint8 {@code [frames, height, width, 3]}), {@code tokens.npy} (int64, where there is a tokenizer) and
 * {@code text.txt} (the caption as given).
 */
final class NpyLayout implements ClipLayout {

    static final String FRAMES = "frames.npy";
    static final String TOKENS = "tokens.npy";
    static final String TEXT = "text.txt";

    @Override
    public List<EncodedFile> files(ClipTensor clip) {
        List<EncodedFile> files = new ArrayList<>();
        files.add(EncodedFile.of(TEXT, clip.of().text().getBytes(UTF_8)));
        if (clip.tokens() != null) {
            files.add(0, tokens(clip.tokens()));
        }
        byte[] header = Npy.header(Npy.UINT8, clip.frames().shape());
        files.add(0, EncodedFile.sharing(FRAMES, header, clip.frames().data()));
        return files;
    }

    private static EncodedFile tokens(long[] ids) {
        return EncodedFile.of(TOKENS, Int64.between(Npy.header(Npy.INT64, ids.length), ids, new byte[0]));
    }
}
