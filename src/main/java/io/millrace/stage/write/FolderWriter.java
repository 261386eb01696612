package io.millrace.stage.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.flow.Result;
import io.millrace.flow.Writer;
import io.millrace.item.Fault;
import io.millrace.item.Item;
import io.millrace.item.ItemId;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One folder per item, {@code ROOT/<id>/}, complete or not there: the item's last file is its seal, and a folder without
 * the seal does not exist.
 *
 * <p>Every file is first written whole to a hidden temporary in the same folder; then an old seal is removed, the files are
 * renamed into place, the seal last. So at any instant the folder shows the old item, the new one, or nothing, and writing
 * again after a crash leaves what one write leaves. With {@code forced} each of these steps is on the disk before the next
 * one that relies on it, which makes the same true of a power cut; without, it is true of the death of the process.
 *
 * <p>A crash leaves at most the temporaries of the items in flight. They are overwritten and renamed away when their item is
 * written again, which is the first thing the next run does; no tree is ever searched for them. {@link #isTemporary} knows
 * them by name.
 */
public final class FolderWriter implements Writer<EncodedItem> {

    /** The longest name and path that Linux takes, in bytes; ids are ASCII once they are paths. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = 4095;

    private final Path root;
    private final List<String> names;
    private final boolean forced;
    private final Disk disk;

    /**
     * @param root of the output; exists
     * @param names of all files that an item may have, now or by other settings: those that it does not have go
     * @param forced whether an item has to be on the disk, not only with the system, when {@link #write} returns
     */
    public FolderWriter(Path root, List<String> names, boolean forced) {
        this(root, names, forced, new Disk());
    }

    FolderWriter(Path root, List<String> names, boolean forced, Disk disk) {
        this.root = root.toAbsolutePath();
        this.names = List.copyOf(names);
        this.forced = forced;
        this.disk = disk;
    }

    /** Whether a file of that name is a leftover of a write that was cut short. */
    public static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(".tmp");
    }

    /** @throws SinkException when the output as a whole cannot be written */
    @Override
    public void write(List<Result<EncodedItem>> results) throws IOException {
        for (Result<EncodedItem> result : results) {
            write(result);
        }
    }

    /**
     * What an item left before it was made again, and failed, is not its output any more, nor is what a killed write of it
     * left. Files of other names stay.
     */
    @Override
    public void skip(Item<?> item, long ordinal) throws IOException {
        Path folder = root.resolve(item.id().path());
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            unseal(folder);
            for (String name : names) {
                disk.remove(folder.resolve(name));
                disk.remove(temporary(folder, name));
            }
            disk.removeFolder(folder);
            disk.forceFolder(Files.isDirectory(folder) ? folder : folder.getParent());
            forceParents(folder);
        } catch (IOException e) {
            throw SinkException.of(folder, e);
        }
    }

    private void write(Result<EncodedItem> result) throws IOException {
        ItemId id = result.item().id();
        EncodedItem item = onlyValue(result);
        Path folder = root.resolve(id.path());
        if (tooLong(folder, item)) {
            result.fail(nameTooLong());
            return;
        }
        try {
            place(folder, item);
            item.files().forEach(file -> result.wrote(file.in(id.path())));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            Fault fault = faultOfItem(folder, e);
            if (fault == null) {
                throw SinkException.of(e instanceof FileSystemException at ? Path.of(at.getFile()) : folder, e);
            }
            result.fail(fault);
        }
    }

    private static EncodedItem onlyValue(Result<EncodedItem> result) {
        if (result.values().size() != 1) {
            throw new IllegalArgumentException(
                    "item " + result.item().id() + " came in " + result.values().size() + " parts; a folder takes one");
        }
        EncodedItem item = result.values().get(0);
        if (!item.seal().name().equals(EncodedItem.SEAL)) {
            throw new IllegalArgumentException("the last file of a folder is its seal, " + EncodedItem.SEAL);
        }
        return item;
    }

    private void place(Path folder, EncodedItem item) throws IOException {
        disk.makeFolders(folder);
        try {
            for (EncodedFile file : item.files()) {
                disk.write(temporary(folder, file), file.content(), forced);
            }
            unseal(folder);
            removeOthers(folder, item);
            reveal(folder, item.sealed());
            reveal(folder, List.of(item.seal()));
        } catch (IOException e) {
            clear(folder, item, e);
            throw e;
        }
        forceParents(folder);
    }

    /** From here until the new seal is in place the folder does not exist, so it is never half old and half new. */
    private void unseal(Path folder) throws IOException {
        if (disk.remove(folder.resolve(EncodedItem.SEAL)) && forced) {
            disk.forceFolder(folder);
        }
    }

    /** What the item had by other settings and does not have any more. */
    private void removeOthers(Path folder, EncodedItem item) throws IOException {
        for (String name : names) {
            if (item.files().stream().noneMatch(file -> file.name().equals(name))) {
                disk.remove(folder.resolve(name));
                disk.remove(temporary(folder, name));
            }
        }
    }

    private void reveal(Path folder, List<EncodedFile> files) throws IOException {
        for (EncodedFile file : files) {
            disk.rename(temporary(folder, file), folder.resolve(file.name()));
        }
        if (forced) {
            disk.forceFolder(folder);
        }
    }

    /** All of them each time: another writer may have made a folder above and not have forced its name yet. */
    private void forceParents(Path folder) throws IOException {
        if (forced) {
            for (Path below = folder; !below.equals(root); below = below.getParent()) {
                disk.forceFolder(below.getParent());
            }
        }
    }

    /** After a failed write: gives the temporaries' space back, and the folder if it holds nothing else. */
    private void clear(Path folder, EncodedItem item, IOException failure) {
        try {
            for (EncodedFile file : item.files()) {
                disk.remove(temporary(folder, file));
            }
            disk.removeFolder(folder);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Path temporary(Path folder, EncodedFile file) {
        return temporary(folder, file.name());
    }

    private static Path temporary(Path folder, String name) {
        return folder.resolve("." + name + ".tmp");
    }

    /** Why this item alone cannot be written, or null if it is not the item's doing. */
    private Fault faultOfItem(Path folder, IOException failure) {
        if (saysTooLong(failure)) {
            return nameTooLong();
        }
        Path blocking = blocking(folder);
        if (blocking != null) {
            String message = root.relativize(blocking) + " in the output is in its way; move that away and retry";
            return Fault.of("NameTaken", message);
        }
        return null;
    }

    private static Fault nameTooLong() {
        return Fault.of("NameTooLong", "its id makes a path that the file system does not take; give it a shorter id");
    }

    /** Known beforehand where the usual limits hold, so that no folder above it is made for nothing. */
    private boolean tooLong(Path folder, EncodedItem item) {
        for (Path name : root.relativize(folder)) {
            if (name.toString().length() > LONGEST_NAME) {
                return true;
            }
        }
        return temporary(folder, item.seal()).toString().getBytes(UTF_8).length > LONGEST_PATH;
    }

    /** Some file systems take less. */
    private static boolean saysTooLong(IOException failure) {
        return failure.getMessage() != null
                && failure.getMessage().toLowerCase(Locale.ROOT).contains("name too long");
    }

    /** A file where a folder belongs, or a folder where a file belongs. */
    private Path blocking(Path folder) {
        for (Path above = folder; !above.equals(root); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
                return above;
            }
        }
        for (String name : names) {
            if (Files.isDirectory(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        return null;
    }
}
