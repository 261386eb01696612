package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.ManifestException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which field of an annotation names its video. Capital letters, spaces, {@code _} and {@code -} do not matter. */
final class AnnotationNames {

    private static final List<String> KNOWN =
            List.of("id", "video_id", "video", "vid", "clip", "video_name", "video_file", "file", "path", "name");

    private static final int MOST_FOUND = 50;

    private final List<String> accepted;
    private final List<String> names;
    private final Set<String> found = new LinkedHashSet<>();

    /** @param own {@code id} to the name that the user's entries have for it, or nothing */
    AnnotationNames(Map<String, String> own) throws ManifestException {
        for (String field : own.keySet()) {
            if (!field.equals("id")) {
                throw new ManifestException(
                        "source.fields: there is no field '" + field + "'; the only field of an annotation is id");
            }
        }
        this.accepted = own.isEmpty() ? KNOWN : List.copyOf(own.values());
        this.names = accepted.stream().map(AnnotationNames::plain).toList();
    }

    /** How early {@code field} is among the names of the id; -1 when it is none of them. */
    int rank(String field) {
        if (found.size() < MOST_FOUND) {
            found.add(field);
        }
        return names.indexOf(plain(field));
    }

    /** What a user who looks for the id wants to know. */
    String hint() {
        return "the field may be called " + String.join(", ", accepted) + "; the entries have: "
                + String.join(", ", found) + ". Name yours with source.fields { id = <field> }";
    }

    /** Whether any entry has named its video itself: none does where they stand under the names of their videos. */
    boolean any() {
        return !found.isEmpty();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }
}
