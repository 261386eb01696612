package io.millrace.data.folder;

import io.millrace.engine.item.Content;
import io.millrace.engine.item.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads a file for its {@link Content}. It tells only of the file as it was listed: one that is another by size or date
 * afterwards has no content, since nobody knows then what was read.
 *
 * @param file what is read
 * @param size when it was listed
 * @param modifiedMillis when it was listed
 */
public record FileContent(Path file, long size, long modifiedMillis) implements Content.Reading {

    /** A longer file is known by size and date alone: to read it again may take a disk minutes. */
    public static final long MOST_BYTES = 256L << 20;

    @Override
    public long digest() {
        try {
            long digest = size > MOST_BYTES ? Identity.NO_CONTENT : read();
            return isAsListed() ? digest : Identity.NO_CONTENT;
        } catch (IOException e) {
            return Identity.NO_CONTENT;
        }
    }

    private long read() throws IOException {
        ContentDigest digest = new ContentDigest();
        digest.addContent(file);
        return digest.value();
    }

    private boolean isAsListed() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.size() == size && now.lastModifiedTime().toMillis() == modifiedMillis;
    }
}
