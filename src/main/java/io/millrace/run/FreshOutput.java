package io.millrace.run;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.upkeep.Erasure;
import io.millrace.jobs.Jobs;
import io.millrace.store.files.FolderWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Takes what earlier runs have made out of an output before a run; what nobody of us has made stays, and is named. */
final class FreshOutput {

    private static final String STATE = ".millrace";
    private static final int MOST_NAMED = 5;

    private FreshOutput() {}

    /** What the writers leave that have files of their own for each item. */
    private static final class KilledWrites implements Erasure.Leftovers {

        @Override
        public boolean test(String name) {
            return FolderWriter.isTemporary(name);
        }

        @Override
        public List<String> beside(ItemId id) {
            return Jobs.all().stream()
                    .flatMap(job -> job.leftovers(id).stream())
                    .toList();
        }
    }

    /** Also goes on with an emptying that was cut short: without it the journal would name files that are gone. */
    static void prepare(Path output, JournalSettings settings, boolean fresh, Consumer<String> tell)
            throws IOException {
        if (!Files.isDirectory(output) || !(fresh || Erasure.begun(output))) {
            return;
        }
        if (Files.isDirectory(output.resolve(STATE))) {
            Erasure.of(output, settings, new KilledWrites());
        }
        List<String> left = left(output);
        if (!left.isEmpty()) {
            tell.accept("left in " + output + ", because no run has recorded it: " + String.join(", ", left));
        }
    }

    /** A few names of what is there. */
    private static List<String> left(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(STATE))
                    .limit(MOST_NAMED)
                    .toList();
        }
    }
}
