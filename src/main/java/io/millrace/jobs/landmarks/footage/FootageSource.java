package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.ManifestException;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Item;
import io.millrace.jobs.TableSource;
import io.millrace.media.pixel.Footage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Videos as they lie on the disk, each with its annotation, as items: in the order of the annotations, then, where they
 * are taken, those without one in the order of the folder. An annotation of a video that there is not is an item that
 * fails. An id is the path below the folder without the ending of a video file.
 *
 * <p>Annotations and the folder's list are read once, when it is opened, and lie on disk; a video is looked up (one
 * stat, two for a folder of frames) when its item is requested, on the thread that requests it.
 */
public final class FootageSource extends TableSource<FootageCursor, Footage> {

    private final FootageTable table;
    private final FootageFolder folder;

    private FootageSource(FootageTable table, FootageFolder folder) {
        super(table);
        this.table = table;
        this.folder = folder;
    }

    /**
     * Reads annotations, lists the folder, brings them together.
     *
     * @throws ManifestException when there is nothing, or it must not be processed: exit code 69
     */
    public static FootageSource open(FootageSourceSettings settings, TableLimits limits) throws ManifestException {
        if (settings.root() == null) {
            throw new ManifestException(
                    "there is no input: name a folder of frames with source.frames-dir (--frames-dir) or of videos"
                            + " with source.videos (--videos)");
        }
        Path root = settings.root();
        FootageFolder folder = new FootageFolder(settings, root);
        folder.requireFolder();
        FootageTable table = FootageTable.open(settings, limits);
        try {
            folder.walk(table);
            table.join();
            return new FootageSource(table, folder);
        } catch (IOException e) {
            table.closeAfter(e);
            throw new ManifestException("the folder " + root + " cannot be read: " + e.getMessage(), e);
        } catch (ManifestException | RuntimeException e) {
            table.closeAfter(e);
            throw e;
        }
    }

    /**
     * What was brought together, wanted or not.
     *
     * @param annotations how many there are
     * @param withoutVideo how many of them are of videos that there are not
     * @param unannotated how many videos have no annotation; 0 where there are no annotations at all
     */
    public record Counts(long annotations, long withoutVideo, long unannotated) {}

    public Counts counts() {
        return table.counts();
    }

    /**
     * Writes the ids of videos without an annotation, one on a line, in the order of the folder; a line break in one as
     * {@code %0a} or {@code %0d}. Not while items are listed.
     */
    public void listUnannotated(Path file) throws IOException {
        table.listUnannotated(file);
    }

    /** Files in the folder of videos that were passed over since their names end otherwise. */
    public long others() {
        return folder.others();
    }

    @Override
    protected FootageCursor cursor() {
        return table.cursor();
    }

    @Override
    protected Item<Footage> next(FootageCursor cursor) throws IOException, ManifestException {
        FootageRow row = cursor.next();
        return row == null ? null : folder.item(row);
    }
}
