package io.millrace.data.pairs;

import io.millrace.data.table.ManifestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which columns hold which field: the user's own names, else the known ones. Capital letters do not matter. */
final class FieldNames {

    private final Map<Field, List<String>> names = new EnumMap<>(Field.class);

    FieldNames(Map<String, String> own) throws ManifestException {
        for (Field field : Field.values()) {
            names.put(field, field.aliases());
        }
        for (Map.Entry<String, String> entry : own.entrySet()) {
            names.put(field(entry.getKey()), List.of(entry.getValue().toLowerCase(Locale.ROOT)));
        }
    }

    /** How early {@code column} is among the names of {@code field}; -1 when it is none of them. */
    int rank(Field field, String column) {
        return names.get(field).indexOf(column.toLowerCase(Locale.ROOT));
    }

    /** The columns that hold {@code field}, best first. */
    List<String> columns(Field field, Collection<String> available) {
        List<String> columns = new ArrayList<>();
        for (String name : names.get(field)) {
            available.stream()
                    .filter(column -> column.equalsIgnoreCase(name))
                    .findFirst()
                    .ifPresent(columns::add);
        }
        return columns;
    }

    /**
     * Refuses a list of entries that lacks what each entry needs.
     *
     * @param keyed whether the entries stand under names that may be those of their videos
     */
    void require(String source, Collection<String> available, boolean keyed) throws ManifestException {
        if (columns(Field.VIDEO, available).isEmpty() && !keyed) {
            throw missing(source, Field.VIDEO, available);
        }
        if (columns(Field.TEXT, available).isEmpty()) {
            throw missing(source, Field.TEXT, available);
        }
    }

    private ManifestException missing(String source, Field field, Collection<String> available) {
        String accepted = names.get(field).stream().collect(Collectors.joining("', '", "'", "'"));
        return new ManifestException(source + ": no field for the " + field.word() + ". It may be called " + accepted
                + "; the entries have: " + String.join(", ", available) + ". Name yours with source.fields { "
                + field.word() + " = <column> }");
    }

    private static Field field(String word) throws ManifestException {
        return Arrays.stream(Field.values())
                .filter(field -> field.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ManifestException("source.fields: there is no field '" + word
                        + "'; the fields are "
                        + Arrays.stream(Field.values()).map(Field::word).collect(Collectors.joining(", "))));
    }
}
