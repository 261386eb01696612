package io.millrace.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a program finds in an output of {@code embed} that opens its DuckDB file, after the run. */
record Vectors(Path output) {

    /** All that a row says but when it was written. */
    private static final String ROWS =
            "SELECT path || ' ' || content_sha256 || ' ' || face_index || ' ' || model_id || ' '"
                    + " || model_sha256 || ' ' || status || ' ' || width || 'x' || height || ' ' || dim || ' ' || embedding::VARCHAR"
                    + " FROM embeddings ORDER BY ALL";

    /** Every row as text, sorted. */
    List<String> rows() throws SQLException {
        return ask(ROWS);
    }

    List<String> paths() throws SQLException {
        return ask("SELECT path FROM embeddings ORDER BY path");
    }

    /** As text. */
    String of(String path) throws SQLException {
        return ask("SELECT embedding::VARCHAR FROM embeddings WHERE path = '" + path + "'")
                .get(0);
    }

    /** The first column of each row. */
    List<String> ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    void change(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + output.resolve("embeddings.duckdb"));
    }
}
