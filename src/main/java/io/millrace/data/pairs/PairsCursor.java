package io.millrace.data.pairs;

import io.millrace.data.table.Database;
import io.millrace.data.table.ManifestException;
import io.millrace.data.table.TablePages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads a pairs table from its first entry on, a page at a time. One thread at a time. */
public final class PairsCursor {

    private final TablePages<PairsRow> pages;

    PairsCursor(Database database) {
        this.pages = new TablePages<>(database, "id, video, text, start_s, end_s, size", "picked", PairsCursor::row);
    }

    /** The next entry; null after the last one. */
    public PairsRow next() throws ManifestException {
        try {
            return pages.next();
        } catch (SQLException e) {
            throw new ManifestException("the loaded manifest cannot be read any more: " + e.getMessage(), e);
        }
    }

    private static PairsRow row(ResultSet rows) throws SQLException {
        return new PairsRow(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                seconds(rows, 4),
                seconds(rows, 5),
                size(rows));
    }

    private static double seconds(ResultSet rows, int column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? Double.NaN : value;
    }

    private static List<Double> size(ResultSet rows) throws SQLException {
        if (rows.getObject(6) == null) {
            return null;
        }
        List<Double> size = new ArrayList<>();
        for (Object number : (Object[]) rows.getArray(6).getArray()) {
            size.add((Double) number);
        }
        return size;
    }
}
