package io.millrace.store.files;

import io.millrace.engine.item.ItemId;
import java.nio.file.Path;
import java.util.List;

/**
 * A few files per item, side by side: {@code ROOT/<id>.<name>}, which count when the one that is called last is there.
 * The folders of ids are shared by items and are never removed.
 */
public final class FilesWriter extends SealedWriter {

    private static final char DOT = '.';

    /**
     * @param root of the output; exists
     * @param names of all files that an item may have, such as {@code json}, the seal last
     * @param forced whether an item has to be on the disk, not only with the system, when {@link #write} returns
     */
    public FilesWriter(Path root, List<String> names, boolean forced) {
        this(root, names, forced, new Disk());
    }

    FilesWriter(Path root, List<String> names, boolean forced, Disk disk) {
        super(root, DOT, names, forced, disk);
    }

    /** What a write of an item that was cut short may have left: paths below the root. */
    public static List<String> temporaries(ItemId id, List<String> names) {
        Place place = new Place(Path.of(""), id.path() + DOT);
        return names.stream().map(name -> place.temporary(name).toString()).toList();
    }
}
