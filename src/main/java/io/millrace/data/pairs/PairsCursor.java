package io.millrace.data.pairs;

import io.millrace.data.table.ManifestException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Reads a pairs table from its first entry on, a page at a time. One thread at a time. */
public final class PairsCursor implements AutoCloseable {

    private static final int PAGE_ROWS = 1024;

    private final Connection connection;
    private final Queue<PairsRow> page = new ArrayDeque<>(PAGE_ROWS);
    private PreparedStatement statement;
    private long position;

    PairsCursor(Connection connection) {
        this.connection = connection;
    }

    /** The next entry; null after the last one. */
    public PairsRow next() throws ManifestException {
        if (page.isEmpty()) {
            try {
                readPage();
            } catch (SQLException e) {
                throw new ManifestException("the loaded manifest cannot be read any more: " + e.getMessage(), e);
            }
        }
        return page.poll();
    }

    @Override
    public void close() throws ManifestException {
        try {
            if (statement != null) {
                statement.close();
            }
        } catch (SQLException e) {
            throw new ManifestException("the loaded manifest cannot be closed: " + e.getMessage(), e);
        }
    }

    private void readPage() throws SQLException {
        if (statement == null) {
            statement = connection.prepareStatement("SELECT id, video, text, start_s, end_s, size FROM picked"
                    + " WHERE position >= ? AND position < ? ORDER BY position");
        }
        statement.setLong(1, position);
        statement.setLong(2, position + PAGE_ROWS);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                page.add(row(rows));
            }
        }
        position += PAGE_ROWS;
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
