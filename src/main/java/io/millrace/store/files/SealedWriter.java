package io.millrace.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Some files per item, complete or not there: the last of them is the item's seal, and without the seal the others do
 * not exist.
 *
 * <p>Every file is first written whole to a hidden temporary beside its place; then an old seal is removed, the files
 * are renamed into place, the seal last. So at any instant there is the old item, the new one, or nothing, and writing
 * again after a crash leaves what one write leaves. With {@code forced} each of these steps is on the disk before the
 * next one that relies on it, which makes the same true of a power cut; without, it is true of the death of the
 * process.
 *
 * <p>A crash leaves at most the temporaries of the items in flight. They are overwritten and renamed away when their
 * item is written again, which is the first thing the next run does; no tree is ever searched for them.
 */
abstract sealed class SealedWriter implements Writer<EncodedItem> permits FolderWriter, FilesWriter {

    /** The longest name and path that Linux takes, in bytes; ids are ASCII once they are paths. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = 4095;

    private final Path root;
    private final char joint;
    private final List<String> names;
    private final boolean forced;
    private final Disk disk;

    /**
     * @param joint what stands between an item's id and the name of a file: a slash gives it a folder of its own
     * @param names of all files that an item may have, the seal last
     */
    SealedWriter(Path root, char joint, List<String> names, boolean forced, Disk disk) {
        this.root = root.toAbsolutePath();
        this.joint = joint;
        this.names = List.copyOf(names);
        this.forced = forced;
        this.disk = disk;
    }

    /**
     * Where the files of an item are.
     *
     * @param before what comes before the names of all of them, below {@code root}
     */
    record Place(Path root, String before) {

        Path file(String name) {
            return root.resolve(before + name);
        }

        Path temporary(String name) {
            Path file = file(name);
            return file.resolveSibling("." + file.getFileName() + ".tmp");
        }

        /** That they are in. */
        Path folder() {
            return file("x").getParent();
        }
    }

    /** @throws SinkException when the output as a whole cannot be written */
    @Override
    public void write(List<Result<EncodedItem>> results) throws IOException {
        for (Result<EncodedItem> result : results) {
            write(result);
        }
    }

    /**
     * What an item left before it was made again, and failed, is not its output any more, nor is what a killed write of
     * it left. Files of other names stay.
     */
    @Override
    public void skip(Item<?> item, long ordinal) throws IOException {
        Place place = place(item.id());
        Path folder = place.folder();
        if (tooLong(place.temporary(seal())) || !Files.isDirectory(folder)) {
            return; // no write of it got anywhere
        }
        try {
            if (removeAll(place) || forced) {
                disk.forceFolder(Files.isDirectory(folder) ? folder : folder.getParent());
            }
            forceParents(folder);
        } catch (IOException e) {
            throw SinkException.of(folder, e);
        }
    }

    /** Whether there was anything. */
    private boolean removeAll(Place place) throws IOException {
        boolean any = !isFolder(place.file(seal())) && unseal(place);
        for (String name : names) {
            any |= removeFile(place.file(name));
            any |= removeFile(place.temporary(name));
        }
        if (ownsFolder()) {
            disk.removeFolder(place.folder());
        }
        return any;
    }

    private boolean removeFile(Path file) throws IOException {
        return !tooLong(file) && !isFolder(file) && disk.remove(file);
    }

    /** Then it is another item's. */
    private static boolean isFolder(Path file) {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void write(Result<EncodedItem> result) throws IOException {
        EncodedItem item = onlyValue(result);
        Place place = place(result.item().id());
        if (tooLong(place, item)) {
            result.fail(nameTooLong());
            return;
        }
        try {
            put(place, item);
            item.files().forEach(file -> result.wrote(file.at(place.before + file.name())));
        } catch (ClosedByInterruptException | SinkException e) {
            throw e;
        } catch (IOException e) {
            Fault fault = faultOfItem(place, e);
            if (fault == null) {
                throw SinkException.of(e instanceof FileSystemException at ? Path.of(at.getFile()) : place.folder(), e);
            }
            result.fail(fault);
        }
    }

    private EncodedItem onlyValue(Result<EncodedItem> result) {
        if (result.values().size() != 1) {
            throw new IllegalArgumentException(
                    "item " + result.item().id() + " came in " + result.values().size() + " parts; one is taken");
        }
        EncodedItem item = result.values().get(0);
        if (!item.seal().name().equals(seal())) {
            throw new IllegalArgumentException("the last file of an item is its seal, " + seal());
        }
        return item;
    }

    private void put(Place place, EncodedItem item) throws IOException {
        disk.makeFolders(place.folder());
        try {
            for (EncodedFile file : item.files()) {
                disk.write(place.temporary(file.name()), file.content(), forced);
            }
            unseal(place);
            removeOthers(place, item);
            reveal(place, item.sealed());
            reveal(place, List.of(item.seal()));
        } catch (IOException e) {
            clear(place, item, e);
            throw e;
        }
        forceParents(place.folder());
    }

    /** From here until the new seal is in place the item does not exist, so it is never half old and half new. */
    private boolean unseal(Place place) throws IOException {
        boolean was = disk.remove(place.file(seal()));
        if (was && forced) {
            disk.forceFolder(place.folder());
        }
        return was;
    }

    /** What the item had by other settings and does not have any more. */
    private void removeOthers(Place place, EncodedItem item) throws IOException {
        for (String name : names) {
            if (item.files().stream().noneMatch(file -> file.name().equals(name))) {
                disk.remove(place.file(name));
                disk.remove(place.temporary(name));
            }
        }
    }

    private void reveal(Place place, List<EncodedFile> files) throws IOException {
        for (EncodedFile file : files) {
            disk.rename(place.temporary(file.name()), place.file(file.name()));
        }
        if (forced) {
            disk.forceFolder(place.folder());
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

    /** After a failed write: gives the temporaries' space back, and the item's folder if it holds nothing else. */
    private void clear(Place place, EncodedItem item, IOException failure) {
        try {
            for (EncodedFile file : item.files()) {
                disk.remove(place.temporary(file.name()));
            }
            if (ownsFolder()) {
                disk.removeFolder(place.folder());
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private Place place(ItemId id) {
        return new Place(root, id.path() + joint);
    }

    private boolean ownsFolder() {
        return joint == '/';
    }

    private String seal() {
        return names.get(names.size() - 1);
    }

    /** Why this item alone cannot be written, or null if it is not the item's doing. */
    private Fault faultOfItem(Place place, IOException failure) {
        if (saysTooLong(failure)) {
            return nameTooLong();
        }
        Path blocking = blocking(place);
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
    private boolean tooLong(Place place, EncodedItem item) {
        return item.files().stream().anyMatch(file -> tooLong(place.temporary(file.name())));
    }

    private boolean tooLong(Path file) {
        if (file.toString().getBytes(UTF_8).length > LONGEST_PATH) {
            return true;
        }
        for (Path name : root.relativize(file)) {
            if (name.toString().length() > LONGEST_NAME) {
                return true;
            }
        }
        return false;
    }

    /** Some file systems take less. */
    private static boolean saysTooLong(IOException failure) {
        return failure.getMessage() != null
                && failure.getMessage().toLowerCase(Locale.ROOT).contains("name too long");
    }

    /** A file where a folder belongs, or a folder where a file belongs. */
    private Path blocking(Place place) {
        for (Path above = place.folder(); !above.equals(root); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
                return above;
            }
        }
        for (String name : names) {
            if (Files.isDirectory(place.file(name))) {
                return place.file(name);
            }
        }
        return null;
    }
}
