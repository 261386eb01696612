package io.millrace.jobs.clips;

import io.millrace.data.pairs.PairsCursor;
import io.millrace.data.pairs.PairsQuery;
import io.millrace.data.pairs.PairsTable;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.RowSelection;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.flow.Source;
import io.millrace.engine.item.Item;
import io.millrace.media.pixel.VideoText;
import java.io.IOException;
import java.nio.file.Path;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * The entries of a pairs manifest as items, in the order of the manifest. Each is looked up on disk (one stat) when it
 * is requested, on the thread that requests it.
 */
final class PairsSource implements Source<VideoText> {

    private final PairsTable table;
    private final ClipFiles files;

    private PairsSource(PairsTable table, ClipFiles files) {
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

    @Override
    public Publisher<Item<VideoText>> items() {
        return Flux.generate(table::cursor, this::next);
    }

    @Override
    public void arrange(Places places) throws IOException {
        table.arrange(places);
    }

    @Override
    public long expected() {
        return table.rows();
    }

    @Override
    public boolean partial() {
        return table.partial();
    }

    /** How many of the items there will be have no size. */
    public long withoutSize() {
        return table.withoutSize();
    }

    @Override
    public void close() throws IOException {
        table.close();
    }

    private PairsCursor next(PairsCursor cursor, SynchronousSink<Item<VideoText>> sink) {
        try {
            var row = cursor.next();
            if (row == null) {
                sink.complete();
            } else {
                sink.next(files.item(row));
            }
        } catch (ManifestException e) {
            sink.error(e);
        }
        return cursor;
    }
}
