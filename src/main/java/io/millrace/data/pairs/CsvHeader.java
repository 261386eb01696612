package io.millrace.data.pairs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.data.table.ManifestException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first record of a CSV or TSV file (RFC 4180), read so that DuckDB need not guess types or dialects. */
final class CsvHeader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** DuckDB takes no longer lines. */
    private static final int MOST_BYTES = 2 << 20;

    private CsvHeader() {}

    /** The column names; empty for an empty file. */
    static List<String> read(Path file, char separator) throws IOException, ManifestException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (line.size() == MOST_BYTES) {
                    throw new ManifestException(
                            file + ": line 1 has more than " + (MOST_BYTES >> 20) + " MiB; it must name the columns");
                }
                line.write(b);
            }
        }
        String header = line.toString(UTF_8).stripTrailing();
        return header.isEmpty() ? List.of() : names(header, separator);
    }

    private static List<String> names(String line, char separator) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = line.charAt(0) == BYTE_ORDER_MARK ? 1 : 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                names.add(name.toString().strip());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString().strip());
        return names;
    }
}
