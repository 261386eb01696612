package io.millrace.jobs.clips;

import io.millrace.data.pairs.PairsCursor;
import io.millrace.data.pairs.PairsQuery;
import io.millrace.data.pairs.PairsRow;
import io.millrace.data.pairs.PairsTable;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.RowSelection;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.Item;
import io.millrace.jobs.TableSource;
import io.millrace.media.pixel.VideoText;
import java.nio.file.Path;

/**
 * The entries of a pairs manifest as items, in the order of the manifest. Each is looked up on disk (one stat) when it
 * is requested, on the thread that requests it.
 */
final class PairsSource extends TableSource<PairsCursor, VideoText> {

    private final PairsTable table;
    private final ClipFiles files;

    private PairsSource(PairsTable table, ClipFiles files) {
        super(table);
        this.table = table;
        this.files = files;
    }

    /**
     * Loads and checks the manifest.
     *
     * @throws ManifestException when there is none, or it must not be processed: exit code 69
     */
    public static PairsSource open(SourceSettings settings, TableLimits limits) throws ManifestException {
        if (settings.pairs() == null && settings.query() == null) {
            throw new ManifestException("there is no input: name a pairs manifest (source.pairs) or a source.query");
        }
        Path root = settings.root();
        ClipFiles files = new ClipFiles(root);
        files.requireRoot();
        PairsQuery query = new PairsQuery(
                settings.pairs(),
                settings.query(),
                root,
                settings.fields(),
                new RowSelection(settings.part(), settings.only(), settings.limit()));
        return new PairsSource(PairsTable.open(query, limits), files);
    }

    /** How many of the items there will be have no size. */
    public long withoutSize() {
        return table.withoutSize();
    }

    @Override
    protected PairsCursor cursor() {
        return table.cursor();
    }

    @Override
    protected Item<VideoText> next(PairsCursor cursor) throws ManifestException {
        PairsRow row = cursor.next();
        return row == null ? null : files.item(row);
    }
}
