package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.Database;
import io.millrace.data.table.TablePages;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads a footage table from its first row on; the heap holds a page of rows and the annotation of one. One thread at a
 * time.
 */
final class FootageCursor {

    private final TablePages<List<String>> pages;
    private final TextFile texts;

    FootageCursor(Database database, TextFile texts) {
        this.pages = new TablePages<>(
                database, "id, path, pictures, first, other, text_at, text_length", "picked", Database::texts);
        this.texts = texts;
    }

    /** The next row; null after the last. */
    public FootageRow next() throws IOException {
        try {
            List<String> row = pages.next();
            return row == null ? null : row(row);
        } catch (SQLException e) {
            throw new IOException("the temporary table of videos failed: " + Database.firstLines(e), e);
        }
    }

    private FootageRow row(List<String> row) throws IOException {
        long pictures = row.get(1) == null ? 0 : Long.parseLong(row.get(2));
        String annotation =
                row.get(5) == null ? null : texts.read(Long.parseLong(row.get(5)), Integer.parseInt(row.get(6)));
        return new FootageRow(row.get(0), row.get(1), pictures, row.get(3), row.get(4), annotation);
    }
}
