package io.millrace.run;

import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.output.LastFlight;
import io.millrace.engine.output.RunFolder;
import io.millrace.run.process.Crash;
import io.millrace.show.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The items that the workers of a crashed process had in hand. Each is tried alone before the run goes on, because in a
 * run the same ones would be in hand again; the one that ends its process again is not tried any more.
 */
record Suspects(LastFlight flight, Crash crash) {

    /** Named in one sentence. */
    private static final int MOST_NAMED = 5;

    /** Of the process that had this output last; none unless it is proven to have crashed. */
    static Suspects in(Path output) throws IOException {
        LastFlight flight = LastFlight.of(output);
        return new Suspects(flight, flight == null ? null : Crash.of(flight));
    }

    /**
     * Tries each alone. Before anything of the run has begun.
     *
     * @param words the command line of the run
     * @param folder of the run; gets the crash file and what the tries say
     * @param tell takes sentences for the user
     * @return the guilty, each with what is to be recorded of it
     */
    Map<ItemId, Fault> guilty(List<String> words, RunFolder folder, Consumer<String> tell)
            throws IOException, InterruptedException {
        Map<ItemId, Fault> guilty = new LinkedHashMap<>();
        if (crash == null) {
            return guilty;
        }
        tell.accept(sentence(keepFile(folder)));
        for (Map.Entry<ItemId, String> item : inOrder()) {
            Probe probe = new Probe(words, folder);
            String signal = probe.crash(item.getKey());
            if (signal != null) {
                guilty.put(item.getKey(), fault(item.getValue(), signal));
                tell.accept(item.getKey().path() + " ends the process alone, too (" + signal + "): QUARANTINED");
            }
        }
        return guilty;
    }

    private static Fault fault(String stage, String signal) {
        return Fault.of("NativeCrash", "ends the process with " + signal + ", in a run and alone")
                .in(stage);
    }

    /** The same order in every run, whoever had which. */
    private List<Map.Entry<ItemId, String>> inOrder() {
        return flight.items().entrySet().stream()
                .sorted(Comparator.comparing(item -> item.getKey().value()))
                .toList();
    }

    private String sentence(Path file) {
        String died =
                "process " + crash.pid() + " crashed" + (crash.signal() == null ? "" : " (" + crash.signal() + ")")
                        + (file == null ? "" : ", " + file + " has the details");
        if (flight.items().isEmpty()) {
            return died + "; it had no item in hand";
        }
        String names = inOrder().stream()
                .limit(MOST_NAMED)
                .map(item -> item.getKey().path())
                .collect(Collectors.joining(", "));
        String more = flight.items().size() > MOST_NAMED ? ", ..." : "";
        return died + "; it had " + Format.count(flight.items().size(), "item")
                + " in hand, each is tried alone first: " + names + more;
    }

    private Path keepFile(RunFolder folder) {
        if (crash.file() == null) {
            return null;
        }
        Path kept = folder.folder().resolve(crash.file().getFileName());
        try {
            return Files.move(crash.file(), kept, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return crash.file();
        }
    }
}
