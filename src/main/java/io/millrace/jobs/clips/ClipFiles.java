package io.millrace.jobs.clips;

import io.millrace.data.folder.FileContent;
import io.millrace.data.pairs.EntryDigest;
import io.millrace.data.pairs.PairsRow;
import io.millrace.data.table.ManifestException;
import io.millrace.engine.item.Content;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.media.pixel.VideoText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Finds the video of an entry below the clips folder. A name that is no file is tried with the usual extensions, since
 * manifests often have the video's id only. A path that leaves the folder is refused: a manifest from elsewhere must
 * not name any file of the machine, and outputs hold no absolute paths. Symbolic links are followed.
 */
final class ClipFiles {

    private static final List<String> EXTENSIONS = List.of("", ".mp4", ".mkv", ".webm", ".avi", ".mov");

    private final Path root;

    /** @param root absolute and normalised */
    private final EntryDigest digest = new EntryDigest();

    ClipFiles(Path root) {
        this.root = root;
    }

    /** @throws ManifestException when not this entry is missing, but the whole clips folder */
    Item<VideoText> item(PairsRow row) throws ManifestException {
        ItemId id = new ItemId(row.id());
        String video = row.video() == null ? row.id() : row.video();
        try {
            Path wanted = below(video);
            requireText(row);
            return found(id, wanted, row);
        } catch (FaultException e) {
            requireRoot();
            String source = relative(video);
            return Item.unlisted(id, source.isEmpty() ? id.value() : source, e.fault());
        }
    }

    /** A disk that is gone leaves no folder, or the empty one where it was mounted. */
    void requireRoot() throws ManifestException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            if (entries.iterator().hasNext()) {
                return;
            }
        } catch (IOException e) {
            throw new ManifestException(
                    "the clips folder " + root + " cannot be read: is it a folder, and there?"
                            + " Name it with source.clips-dir (--clips-dir)",
                    e);
        }
        throw new ManifestException(
                "the clips folder " + root + " is empty. Name it with source.clips-dir (--clips-dir)");
    }

    private Item<VideoText> found(ItemId id, Path wanted, PairsRow row) throws FaultException {
        for (String extension : EXTENSIONS) {
            Path file = wanted.resolveSibling(wanted.getFileName() + extension);
            BasicFileAttributes facts = facts(file);
            if (facts != null && !facts.isDirectory()) {
                VideoText entry = new VideoText(file, row.text(), row.startS(), row.endS(), row.size());
                String source = portable(root.relativize(file));
                Identity identity =
                        new Identity(facts.size(), facts.lastModifiedTime().toMillis(), digest.of(source, row));
                FileContent content = new FileContent(file, identity.size(), identity.modifiedMillis());
                return new Item<>(id, source, identity, entry, null, new Content(content));
            }
        }
        throw new FaultException(
                "MissingInput",
                "there is no file " + portable(root.relativize(wanted)) + " in the clips folder, nor one with "
                        + String.join(", ", EXTENSIONS.subList(1, EXTENSIONS.size())));
    }

    private Path below(String video) throws FaultException {
        Path file;
        try {
            file = root.resolve(video).normalize();
        } catch (InvalidPathException e) {
            throw new FaultException("MissingInput", "no file can be called " + e.getInput());
        }
        if (file.equals(root)) {
            throw new FaultException("MissingInput", "the manifest names no video file for this entry");
        }
        if (!file.startsWith(root)) {
            throw new FaultException(
                    "OutsideInput",
                    "the video lies outside the clips folder: set source.clips-dir to a folder above it");
        }
        return file;
    }

    private static void requireText(PairsRow row) throws FaultException {
        if (row.text() == null) {
            throw new FaultException("MissingText", "the manifest has no text for this video");
        }
    }

    /** Null when there is no such file. */
    private static BasicFileAttributes facts(Path file) throws FaultException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(file.getParent())) {
                return null; // below a file: newer JDKs say so themselves
            }
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new FaultException("UnreadableInput", "the file cannot be looked up: " + reason);
        } catch (IOException e) {
            throw new FaultException("UnreadableInput", "the file cannot be looked up: " + e.getMessage());
        }
    }

    private String relative(String video) {
        try {
            return portable(root.relativize(root.resolve(video).normalize()));
        } catch (IllegalArgumentException e) {
            return video;
        }
    }

    private static String portable(Path path) {
        return path.toString().replace('\\', '/');
    }
}
