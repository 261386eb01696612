package io.millrace.jobs.landmarks.footage;

import io.millrace.data.folder.Extensions;
import io.millrace.data.folder.FileContent;
import io.millrace.data.folder.FileNames;
import io.millrace.data.folder.FolderWalk;
import io.millrace.data.pairs.EntryDigest;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.Footage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The folder that videos lie in: what it holds when a run begins, and what there is of a video when its item is wanted.
 * Only what the walk has found is ever opened, so no annotation can name a file elsewhere.
 */
final class FootageFolder {

    private final FootageSourceSettings settings;
    private final Path root;
    private final Extensions pictures;
    private final EntryDigest digest = new EntryDigest();
    private long others;

    FootageFolder(FootageSourceSettings settings, Path root) {
        this.settings = settings;
        this.root = root;
        this.pictures = Extensions.of(settings.extensions());
    }

    /** Files with other names than videos that were passed over. */
    long others() {
        return others;
    }

    void requireFolder() throws ManifestException {
        if (!Files.isDirectory(root)) {
            String what = Files.exists(root) ? root + " is a file, not a folder" : "there is no folder " + root;
            throw new ManifestException(what + ". Name the folder of " + named());
        }
    }

    /** Puts into {@code table} all that there is. */
    void walk(FootageTable table) throws IOException, ManifestException {
        long found;
        try (FootageTable.Filling filling = table.videos()) {
            found = settings.frames() ? walkFrames(filling) : walkFiles(filling);
        }
        if (found == 0) {
            requireSomething();
            throw new ManifestException(settings.frames() ? noFrames() : noVideos());
        }
    }

    /** A folder of videos is easily given for one of frames: the input without an option is that. */
    private String noFrames() throws IOException {
        boolean videos = new FolderWalk(root, Extensions.of(settings.videoExtensions())).nextFile() != null;
        return root + ": no folder in it holds pictures. "
                + (videos
                        ? "It holds videos: name a folder of videos with source.videos (--videos)"
                        : "Frames lie in a folder for each video, and their names end in one of "
                                + String.join(", ", settings.extensions()) + " (source.extensions)");
    }

    private String noVideos() {
        return root + ": of its " + others + " files no name ends in one of "
                + String.join(", ", settings.videoExtensions()) + " (source.video-extensions)";
    }

    private long walkFiles(FootageTable.Filling filling) throws IOException {
        FolderWalk walk = new FolderWalk(root, Extensions.of(settings.videoExtensions()));
        long found = 0;
        for (FolderWalk.Found here = walk.nextFile(); here != null; here = walk.nextFile()) {
            boolean readable = here.failure() == null;
            filling.add(here.path(), readable ? 1 : FootageRow.UNREADABLE, "");
            found++;
        }
        others = walk.others();
        return found;
    }

    private long walkFrames(FootageTable.Filling filling) throws IOException, ManifestException {
        FrameFolders walk = new FrameFolders(root, pictures);
        int loose = walk.first().pictures();
        long found = 0;
        for (FrameFolders.Found here = walk.next(); here != null; here = walk.next()) {
            boolean readable = here.failure() == null;
            filling.add(here.path(), readable ? here.pictures() : FootageRow.UNREADABLE, here.first());
            found += readable && here.pictures() == 0 ? 0 : 1;
        }
        if (found == 0 && loose > 0) {
            throw new ManifestException(root + " holds pictures itself: name the folder above it with source.frames-dir"
                    + " (--frames-dir), which has a folder for each video");
        }
        return found;
    }

    /** @throws ManifestException when not this video is missing, but the whole folder */
    Item<Footage> item(FootageRow row) throws ManifestException {
        if (row.path() == null) {
            return failed(row, "MissingInput", missing(row.id()));
        }
        if (row.otherPath() != null) {
            String both = row.path() + " and " + row.otherPath() + " both have this id: rename or move one";
            return failed(row, "AmbiguousInput", both);
        }
        if (row.pictures() == FootageRow.UNREADABLE) {
            return failed(row, "UnreadableInput", "the folder cannot be read by this user");
        }
        try {
            return present(row);
        } catch (NoSuchFileException e) {
            requireSomething();
            return failed(row, "MissingInput", "it was there when the run began");
        } catch (IOException e) {
            return failed(row, "UnreadableInput", "it cannot be looked up: " + e.getMessage());
        }
    }

    private static Item<Footage> failed(FootageRow row, String type, String message) {
        String source = row.path() == null ? row.id() : row.path();
        return Item.unlisted(new ItemId(row.id()), source, Fault.of(type, message));
    }

    private Item<Footage> present(FootageRow row) throws IOException {
        Path path = FileNames.resolve(root, row.path());
        boolean frames = settings.frames();
        BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
        long millis = facts.lastModifiedTime().toMillis();
        long size = frames ? bytes(path, row) : facts.size();
        Identity identity = new Identity(size, millis, digest.of(row.path(), row.annotation()));
        Content content =
                new Content(frames ? new FolderContent(path, pictures, millis) : new FileContent(path, size, millis));
        Footage footage = new Footage(path, frames, row.annotation());
        return new Item<>(new ItemId(row.id()), row.path(), identity, footage, null, content);
    }

    /** About as many as the frames have: to look each of them up would take longer than to list all videos. */
    private static long bytes(Path folder, FootageRow row) throws IOException {
        return row.pictures() == 0 ? 0 : row.pictures() * Files.size(FileNames.resolve(folder, row.firstPicture()));
    }

    private String missing(String id) {
        return settings.frames()
                ? "there is no folder " + id + " in the folder of frames (source.frames-dir)"
                : "there is no file " + id + " in the folder of videos (source.videos) with one of "
                        + String.join(", ", settings.videoExtensions());
    }

    /** A disk that is gone leaves no folder, or the empty one where it was mounted. */
    private void requireSomething() throws ManifestException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            if (entries.iterator().hasNext()) {
                return;
            }
        } catch (IOException e) {
            throw new ManifestException(
                    "the folder " + root + " cannot be read any more: is it there? It is that of " + named(), e);
        }
        throw new ManifestException("the folder " + root + " is empty. Name the folder of " + named());
    }

    private String named() {
        return settings.frames()
                ? "frames with source.frames-dir (--frames-dir)"
                : "videos with source.videos (--videos)";
    }
}
