package io.millrace.engine.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.record.Entry;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts items back to their places in a listing that has lost them: each record of an item names its ordinal, and
 * {@code manifest.jsonl} its source. What has no record was not done, and is listed again by the run. Eight bytes an
 * item. Under the LOCK. One thread.
 */
public final class ListingRepair {

    private final Listing listing;
    private final Replayer replayed;
    private final Path manifest;

    /** Where the record of each ordinal behind the end of the listing lies, plus one; 0 if there is none. */
    private long[] places = new long[0];

    public ListingRepair(JournalFolder folder, Listing listing, Replayer replayed) {
        this.listing = listing;
        this.replayed = replayed;
        this.manifest = folder.output().resolve(JournalFolder.ITEM_LIST);
    }

    /** Whether items have been recorded for which the listing has no place, or may have. */
    public static boolean isDue(Listing listing, Replayer replayed) {
        return listing.isBroken() || replayed.lastOrdinal() >= listing.size();
    }

    /**
     * @return the items behind the first place that nothing is known of: they count no more here, and whoever asks
     *     makes that last
     */
    public Map<ItemId, Entry> run() throws IOException, JournalException {
        long first = listing.size();
        replayed.again((record, place) -> {
            if (replayed.isNewest(record, place) && record.ordinal() >= first) {
                put(Math.toIntExact(record.ordinal() - first), place + 1);
            }
        });
        int known = 0;
        try (Sources sources = new Sources()) {
            while (known < places.length && places[known] != 0) {
                Entry entry = entry(known);
                listing.append(entry.id(), sources.of(entry));
                known++;
            }
        }
        return withoutPlace(known);
    }

    private Map<ItemId, Entry> withoutPlace(int from) throws IOException {
        Map<ItemId, Entry> lost = new LinkedHashMap<>();
        for (int i = from; i < places.length; i++) {
            if (places[i] != 0) {
                Entry entry = entry(i);
                lost.put(entry.id(), entry);
                replayed.index().retract(entry.id());
            }
        }
        return lost;
    }

    private Entry entry(int number) throws IOException {
        return replayed.reader().entry(places[number] - 1, replayed.fingerprints());
    }

    private void put(int number, long place) {
        if (number >= places.length) {
            places = Arrays.copyOf(places, Math.max(number + 1, places.length + places.length / 2));
        }
        places[number] = place;
    }

    /** Walks along {@code manifest.jsonl}, which has its items in the order of the listing. */
    private final class Sources implements Closeable {

        private final ObjectMapper json = new ObjectMapper();
        private final BufferedReader lines;
        private JsonNode next;

        Sources() throws IOException {
            lines = new BufferedReader(
                    Files.isRegularFile(manifest)
                            ? new InputStreamReader(Files.newInputStream(manifest), StandardCharsets.UTF_8)
                            : Reader.nullReader());
            advance();
        }

        /** The id stands for a source that nobody knows any more. */
        String of(Entry entry) throws IOException {
            while (next != null && ordinal(next) < entry.ordinal()) {
                advance();
            }
            boolean found =
                    next != null && entry.id().value().equals(next.path("id").asText());
            return found ? next.path("source").asText() : entry.id().value();
        }

        private long ordinal(JsonNode line) throws IOException {
            String id = line.path("id").asText();
            if (id.isEmpty() || id.length() > ItemId.MAX_BYTES) {
                return -1;
            }
            long place = replayed.index().placeOf(new ItemId(id));
            return place < 0
                    ? -1
                    : replayed.reader().entry(place, replayed.fingerprints()).ordinal();
        }

        private void advance() throws IOException {
            String line = lines.readLine();
            try {
                next = line == null ? null : json.readTree(line);
            } catch (JsonProcessingException e) {
                next = null; // damaged: what comes behind it is not asked either
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
