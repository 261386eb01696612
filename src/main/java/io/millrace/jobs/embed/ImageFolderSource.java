package io.millrace.jobs.embed;

import io.millrace.data.folder.Extensions;
import io.millrace.data.folder.FileContent;
import io.millrace.data.folder.FileNames;
import io.millrace.data.folder.FolderWalk;
import io.millrace.data.folder.PathTable;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.Slice;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * The pictures of a folder and all below it as items: first a folder's own order of names by their bytes, then what is
 * inside each where its name stands. Which files are pictures is told by the ends of their names; what they really are,
 * by the decoder. Each is looked up on disk (one stat) when it is requested, on the thread that requests it. An id is
 * the path relative to the folder, with its extension. A folder below that cannot be read is an item that fails, its id
 * ends in a slash.
 */
final class ImageFolderSource implements Source<ImageFile> {

    /** Beyond so many entries nobody counts ahead. */
    private static final long MOST_COUNTED = 1_000_000;

    private final ImageSourceSettings settings;
    private final TableLimits limits;
    private final Path root;
    private final Extensions extensions;
    private final long limit;
    private long expected;
    private boolean partial;
    private long others;
    private PathTable arranged;

    private ImageFolderSource(ImageSourceSettings settings, TableLimits limits, Path root) {
        this.settings = settings;
        this.limits = limits;
        this.root = root;
        this.extensions = Extensions.of(settings.extensions());
        this.limit = settings.limit() == 0 ? Long.MAX_VALUE : settings.limit();
    }

    /**
     * Looks whether there is anything to list, and counts it where that is quick.
     *
     * @throws ManifestException when there is no folder, or no picture in it: exit code 69
     */
    public static ImageFolderSource open(ImageSourceSettings settings, TableLimits limits) throws ManifestException {
        if (settings.images() == null) {
            throw new ManifestException("there is no input: name a folder of pictures (source.images)");
        }
        Path root = settings.images().toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new ManifestException(
                    "there is no folder " + root + ". Name the folder of pictures with source.images");
        }
        ImageFolderSource source = new ImageFolderSource(settings, limits, root);
        try {
            source.count();
        } catch (IOException e) {
            throw new ManifestException("the folder " + root + " cannot be read: " + e.getMessage(), e);
        }
        return source;
    }

    @Override
    public Publisher<Item<ImageFile>> items() {
        return Flux.generate(() -> arranged == null ? walked() : arranged.cursor(), this::next);
    }

    /** Lists everything once into a temporary table on disk. */
    @Override
    public void arrange(Places places) throws IOException {
        arranged = PathTable.create(limits);
        arranged.fill(walked(), places);
    }

    /** -1 in folders of more than a million entries. */
    @Override
    public long expected() {
        return expected;
    }

    @Override
    public boolean partial() {
        return partial;
    }

    /** Files that were passed over since their names end otherwise, as far as was counted ahead. */
    public long others() {
        return others;
    }

    @Override
    public void close() throws IOException {
        if (arranged != null) {
            arranged.close();
        }
    }

    private void count() throws IOException, ManifestException {
        FolderWalk walk = new FolderWalk(root, extensions);
        long all = 0;
        long wanted = 0;
        FolderWalk.Found found = walk.next();
        while (found != null && all + walk.others() < MOST_COUNTED) {
            all++;
            wanted += isWanted(found.path()) ? 1 : 0;
            found = walk.next();
        }
        others = walk.others();
        boolean complete = found == null;
        partial = complete ? wanted > limit : limit < Long.MAX_VALUE;
        expected = complete || wanted >= limit ? Math.min(wanted, limit) : -1;
        if (complete) {
            require(all, wanted);
        }
    }

    private void require(long all, long wanted) throws ManifestException {
        if (all == 0) {
            throw new ManifestException("there is no picture in the folder " + root + ": "
                    + (others == 0
                            ? "it is empty"
                            : "of its " + others + " files no name ends in one of "
                                    + String.join(", ", settings.extensions()) + " (source.extensions)"));
        }
        if (wanted == 0 && settings.only() != null && settings.part() == null) {
            throw new ManifestException(
                    root + ": no picture has the id '" + settings.only() + "' that --only asks for");
        }
    }

    private boolean isWanted(String path) {
        Slice part = settings.part();
        return (settings.only() == null || settings.only().equals(path))
                && (part == null || isIn(part, new ItemId(path)));
    }

    private static boolean isIn(Slice part, ItemId id) {
        long hash = Integer.toUnsignedLong(Integer.reverseBytes((int) id.hash().low()));
        return hash % part.of() == part.number() - 1;
    }

    /** What is wanted, in the order of the folders. */
    private PathTable.Paths walked() throws IOException {
        FolderWalk walk = new FolderWalk(root, extensions);
        AtomicLong given = new AtomicLong();
        return () -> {
            FolderWalk.Found found = given.getAndIncrement() < limit ? walk.nextFile() : null;
            while (found != null && !isWanted(found.path())) {
                found = walk.nextFile();
            }
            return found == null ? null : found.path();
        };
    }

    private Item<ImageFile> item(String path) {
        ItemId id = new ItemId(path);
        if (path.endsWith("/")) {
            return Item.unlisted(id, path, Fault.of("UnreadableInput", "the folder cannot be read by this user"));
        }
        Path file = FileNames.resolve(root, path);
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            Identity identity =
                    new Identity(facts.size(), facts.lastModifiedTime().toMillis(), 0);
            FileContent content = new FileContent(file, identity.size(), identity.modifiedMillis());
            return new Item<>(id, path, identity, new ImageFile(file, path), null, new Content(content));
        } catch (NoSuchFileException e) {
            return Item.unlisted(
                    id, path, Fault.of("MissingInput", "there is no such file, or the link leads nowhere"));
        } catch (IOException e) {
            return Item.unlisted(
                    id, path, Fault.of("UnreadableInput", "the file cannot be looked up: " + e.getMessage()));
        }
    }

    private PathTable.Paths next(PathTable.Paths paths, SynchronousSink<Item<ImageFile>> sink) {
        try {
            String path = paths.next();
            if (path == null) {
                sink.complete();
            } else {
                sink.next(item(path));
            }
        } catch (IOException e) {
            sink.error(e);
        }
        return paths;
    }
}
