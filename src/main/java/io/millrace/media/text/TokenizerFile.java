package io.millrace.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary that the user names. It is read once, when it is first asked for: what counts as its version is what
 * is used. Any threads.
 */
public final class TokenizerFile {

    private static final String KEY = "stages.transform.tokenizer";
    private static final int DIGITS = 16;

    /** CLIP's have 1 to 4 MB, unpacked too. */
    private static final int MOST_BYTES = 16 << 20;

    private final Path file;
    private byte[] content;
    private ClipTokenizer tokenizer;

    /** Opens nothing. */
    public TokenizerFile(Path file) {
        this.file = file;
    }

    /** {@code tokenizer} and a digest of the content, wherever the file lies; of one that cannot be read just that. */
    public synchronized String version() {
        try {
            return "tokenizer " + Sha256.hex(content()).substring(0, DIGITS);
        } catch (IOException e) {
            return "tokenizer unreadable";
        }
    }

    /** The tokenizer, always the same one, after {@link #open}. */
    public synchronized ClipTokenizer tokenizer() {
        if (tokenizer == null) {
            throw new IllegalStateException("the vocabulary has not been opened");
        }
        return tokenizer;
    }

    /** Makes the tokenizer, the first time. */
    public synchronized void open() throws VocabularyException {
        try {
            if (tokenizer == null) {
                tokenizer = read(text(content()));
            }
        } catch (NoSuchFileException e) {
            throw refused("there is no such file", e);
        } catch (IOException e) {
            throw refused("it cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw refused("it is no vocabulary of CLIP: " + e.getMessage(), e);
        }
    }

    private byte[] content() throws IOException {
        if (content == null) {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a folder");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw tooLarge();
            }
            content = Files.readAllBytes(file);
        }
        return content;
    }

    private static String text(byte[] content) throws IOException {
        boolean zipped = content.length > 1 && content[0] == 0x1f && (content[1] & 0xff) == 0x8b;
        if (!zipped) {
            return new String(content, UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            byte[] unpacked = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw tooLarge();
            }
            return new String(unpacked, UTF_8);
        }
    }

    private static IOException tooLarge() {
        return new IOException("it has more than " + (MOST_BYTES >> 20) + " MiB, which none of CLIP's has");
    }

    /** Told by its content: names are what people make of them. */
    private static ClipTokenizer read(String text) {
        if (HuggingFaceVocabulary.isOne(text)) {
            return HuggingFaceVocabulary.read(text);
        }
        if (OpenAiVocabulary.isOne(text)) {
            return OpenAiVocabulary.read(text);
        }
        throw new IllegalArgumentException("it begins as neither of the two does");
    }

    private VocabularyException refused(String reason, Exception cause) {
        return new VocabularyException(
                "the tokenizer's vocabulary " + file + " cannot be used: " + reason + ". Name a Hugging Face"
                        + " tokenizer.json or OpenAI's bpe_simple_vocab_16e6.txt.gz with " + KEY + " (--tokenizer)",
                cause);
    }
}
