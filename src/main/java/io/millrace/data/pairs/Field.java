package io.millrace.data.pairs;

import java.util.List;
import java.util.Locale;

/**
 * What an entry of a pairs manifest is made of, and the column names that are understood for it, the first found wins.
 */
enum Field {
    ID("id"),
    VIDEO("video vid clip path file"),
    TEXT("text caption transcript"),
    START("start"),
    END("end"),
    SIZE("size");

    private final String aliases;

    Field(String aliases) {
        this.aliases = aliases;
    }

    List<String> aliases() {
        return List.of(aliases.split(" "));
    }

    /** Its column in DuckDB, quoted: {@code end} is a word of SQL. */
    String column() {
        return "\"" + word() + "\"";
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
