package io.millrace.jobs;

import io.millrace.data.table.ManifestException;
import io.millrace.engine.flow.Source;
import io.millrace.engine.pipeline.SelectedItems;
import io.millrace.engine.plan.Plan;
import io.millrace.media.onnx.ModelException;
import io.millrace.media.text.VocabularyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A phase whose source is open: both together, so that their types agree. Closing it closes the source.
 *
 * @param <T> what its items carry
 * @param <S> where they come from
 */
public final class OpenPhase<T, S extends Source<T>> implements AutoCloseable {

    private final Phase<T, S> phase;

    /** Null where files stand for it. */
    private final S all;

    private final Source<T> wanted;

    private OpenPhase(Phase<T, S> phase, S all, Source<T> wanted) {
        this.phase = phase;
        this.all = all;
        this.wanted = wanted;
    }

    /** Over all of its input. */
    public static <T, S extends Source<T>> OpenPhase<T, S> of(Phase<T, S> phase, Path output) throws ManifestException {
        load(phase);
        S source = phase.open(output);
        return new OpenPhase<>(phase, source, source);
    }

    /** Over these files. */
    public static <T, S extends Source<T>> OpenPhase<T, S> of(Phase<T, S> phase, List<Path> files)
            throws ManifestException {
        load(phase);
        return new OpenPhase<>(phase, null, phase.open(files));
    }

    /** @throws ManifestException in a sentence, if what the items need cannot be used */
    public static void load(Phase<?, ?> phase) throws ManifestException {
        try {
            phase.load();
        } catch (ModelException | VocabularyException e) {
            throw new ManifestException(e.getMessage(), e);
        }
    }

    /** The same for some of the items only. The source is closed once, with either of the two. */
    public OpenPhase<T, S> only(SelectedItems.Choice choice) {
        return new OpenPhase<>(phase, all, new SelectedItems<>(wanted, choice));
    }

    public Phase<T, S> phase() {
        return phase;
    }

    /** The items that it is for. */
    public Source<T> source() {
        return wanted;
    }

    /** The way of these items. */
    public Plan plan(Phase.Place place) {
        return phase.plan(wanted, place);
    }

    /** @see Phase#notices */
    public List<String> notices() {
        return all == null ? List.of() : phase.notices(all);
    }

    /** @see Phase#listLeftOut */
    public void listLeftOut(Path folder) throws IOException {
        if (all != null) {
            phase.listLeftOut(all, folder);
        }
    }

    @Override
    public void close() throws IOException {
        wanted.close();
    }
}
