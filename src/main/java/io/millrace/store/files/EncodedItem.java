package io.millrace.store.files;

import java.util.List;

/**
 * What is left to write of an item.
 *
 * @param files at least one, with different names, owned by this; the last one is the seal: a folder without it does
 *     not count
 */
public record EncodedItem(List<EncodedFile> files) implements AutoCloseable {

    /** The name of the last file of an item that becomes a folder. */
    public static final String SEAL = "meta.json";

    public EncodedItem {
        files = List.copyOf(files);
        if (files.stream().map(EncodedFile::name).distinct().count() != files.size() || files.isEmpty()) {
            throw new IllegalArgumentException("an encoded item needs at least one file, and different names");
        }
    }

    EncodedFile seal() {
        return files.get(files.size() - 1);
    }

    List<EncodedFile> sealed() {
        return files.subList(0, files.size() - 1);
    }

    @Override
    public void close() {
        files.forEach(EncodedFile::close);
    }
}
