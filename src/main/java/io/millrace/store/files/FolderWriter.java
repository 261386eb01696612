package io.millrace.store.files;

import java.nio.file.Path;
import java.util.List;

/** One folder per item, {@code ROOT/<id>/}, which counts when it has its seal. */
public final class FolderWriter extends SealedWriter {

    /**
     * @param root of the output; exists
     * @param names of all files that an item may have, now or by other settings, the seal last: those that it does not
     *     have go
     * @param forced whether an item has to be on the disk, not only with the system, when {@link #write} returns
     */
    public FolderWriter(Path root, List<String> names, boolean forced) {
        this(root, names, forced, new Disk());
    }

    FolderWriter(Path root, List<String> names, boolean forced, Disk disk) {
        super(root, '/', names, forced, disk);
    }

    /** Whether a file of that name in an item's folder is a leftover of a write that was cut short. */
    public static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(".tmp");
    }
}
