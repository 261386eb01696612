package io.millrace.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The copy of a journal's {@link Seals} that a run leaves in its {@code summary.json}, under {@value #FIELD}; of a
 * phase that is not the first in the phase's entry under {@value #PHASES}.
 *
 * @param lines of the seals
 * @param crc32c of the lines, each ended by a line feed; 8 hexadecimal digits
 */
public record SealCopy(List<String> lines, String crc32c) {

    /** Of the summary. */
    public static final String FIELD = "journal";

    /** Of the summary: a list of objects, each with the {@value #NAME} of its phase. */
    public static final String PHASES = "phases";

    private static final String NAME = "name";

    private static final ObjectMapper JSON = new ObjectMapper();

    static SealCopy of(Seals seals) {
        List<String> lines = seals.lines();
        return new SealCopy(lines, checksum(lines));
    }

    /** The copy of a run's summary, and what it promises. */
    private record Found(Path summary, Seals seals, List<Path> damagedSince) {}

    /** What the newest run that closed promised; nothing where no summary says so. */
    public static Seals newest(JournalFolder journal) throws IOException {
        return found(journal).seals;
    }

    /** The summary of the newest run that closed, if it promises more than {@code standing}; else null. */
    static Path beyond(Seals standing, JournalFolder journal) throws IOException {
        Found newest = found(journal);
        return standing.orMore(newest.seals).equals(standing) ? null : newest.summary;
    }

    /** From here on the summary promises nothing; all else that it says stays. */
    static void withdraw(Path summary, JournalFolder journal) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(Files.readAllBytes(summary));
        ((ObjectNode) holder(json, journal)).remove(FIELD);
        DurableFile.write(summary, json.toPrettyString() + "\n");
    }

    /** Summaries that are damaged and may be those of the newest run. */
    public static List<Path> damaged(JournalFolder journal) throws IOException {
        return found(journal).damagedSince;
    }

    private static Found found(JournalFolder journal) throws IOException {
        List<Path> damaged = new ArrayList<>();
        List<Path> newestFirst = new ArrayList<>(RunFolders.all(journal.output()));
        Collections.reverse(newestFirst);
        for (Path run : newestFirst) {
            Path summary = run.resolve(RunFolders.SUMMARY);
            JsonNode copy = Files.isRegularFile(summary) ? copy(summary, journal) : MissingNode.getInstance();
            Seals seals = copy == null ? null : read(copy);
            if (seals != null) {
                return new Found(summary, seals, damaged);
            }
            if (copy == null || !copy.isMissingNode()) {
                damaged.add(summary);
            }
        }
        return new Found(null, Seals.NONE, damaged);
    }

    /**
     * Null if the summary is damaged; a missing node where it has none: the run did not end well, or was an earlier
     * version's.
     */
    private static JsonNode copy(Path summary, JournalFolder journal) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(summary));
            return json.isObject() ? holder(json, journal).path(FIELD) : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** What has the copy of that journal in a summary; a missing node if nothing has. */
    private static JsonNode holder(JsonNode summary, JournalFolder journal) {
        if (journal.phase().isEmpty()) {
            return summary;
        }
        for (JsonNode phase : summary.path(PHASES)) {
            if (phase.path(NAME).asText().equals(journal.phase())) {
                return phase;
            }
        }
        return MissingNode.getInstance();
    }

    /** Null if it is not what was written. */
    private static Seals read(JsonNode copy) {
        List<String> lines = new ArrayList<>();
        copy.path("lines").forEach(line -> lines.add(line.asText()));
        boolean whole =
                !lines.isEmpty() && checksum(lines).equals(copy.path("crc32c").asText());
        return whole ? Seals.parse(lines) : null;
    }

    static String checksum(List<String> lines) {
        CRC32C crc = new CRC32C();
        lines.forEach(line -> crc.update((line + "\n").getBytes(UTF_8)));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
