package io.millrace.jobs.landmarks.footage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.data.folder.ContentDigest;
import io.millrace.data.folder.Extensions;
import io.millrace.data.folder.FileContent;
import io.millrace.data.folder.FileNames;
import io.millrace.data.folder.SortedNames;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a folder of frames for its {@link Content}: names, sizes and bytes of its pictures, by the order of the names.
 * As {@link FileContent} it tells only of the folder as it was listed.
 *
 * @param folder what is read
 * @param extensions of pictures
 * @param modifiedMillis of the folder when it was listed
 */
record FolderContent(Path folder, Extensions extensions, long modifiedMillis) implements Content.Reading {

    @Override
    public long digest() {
        try {
            long digest = read();
            return Files.getLastModifiedTime(folder).toMillis() == modifiedMillis ? digest : Identity.NO_CONTENT;
        } catch (IOException e) {
            return Identity.NO_CONTENT;
        }
    }

    private long read() throws IOException {
        ContentDigest digest = new ContentDigest();
        long bytes = 0;
        SortedNames names = SortedNames.of(folder);
        for (String name = names.next(); name != null; name = names.next()) {
            if (extensions.end(name)) {
                Path file = FileNames.resolve(folder, name);
                long size = Files.size(file);
                bytes += size;
                if (bytes > FileContent.MOST_BYTES) {
                    return Identity.NO_CONTENT;
                }
                add(digest, name, size);
                digest.addContent(file);
            }
        }
        return digest.value();
    }

    /** Lengths first, so that no name or file can pass for a part of another. */
    private static void add(ContentDigest digest, String name, long size) {
        byte[] bytes = name.getBytes(UTF_8);
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + bytes.length + Long.BYTES);
        head.putInt(bytes.length).put(bytes).putLong(size);
        digest.add(head.array(), head.capacity());
    }
}
