package io.millrace.jobs.clips;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.store.files.EncodedFile;
import io.millrace.store.shards.TarSample;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of a WebDataset sample, each named by what follows the key's dot: {@code frames.npy}, {@code tokens.npy}
 * (where there is a tokenizer), {@code txt} (the caption) and {@code json} (the facts).
 */
final class WebdatasetLayout implements ClipLayout {

    private static final String TEXT = "txt";

    @Override
    public List<EncodedFile> files(ClipTensor clip) {
        List<EncodedFile> files = new ArrayList<>(NpyLayout.arrays(clip));
        files.add(EncodedFile.of(TEXT, clip.of().text().getBytes(UTF_8)));
        return files;
    }

    @Override
    public String meta() {
        return TarSample.FACTS;
    }
}
