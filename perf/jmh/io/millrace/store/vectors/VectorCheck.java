package io.millrace.store.vectors;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** What an embed run has left, as JSON: {@code VectorCheck OUT/embeddings.duckdb}. */
public final class VectorCheck {

    private static final String NORM = "sqrt(list_sum(list_transform(embedding, lambda number: number * number)))";

    private VectorCheck() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + Path.of(arguments[0]));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), count(DISTINCT path),"
                        + " count(DISTINCT content_sha256), min(len(embedding)), max(len(embedding)), min(" + NORM
                        + "), max(" + NORM + ") FROM embeddings WHERE status = 'DONE'")) {
            row.next();
            System.out.printf(
                    "{\"rows\": %d, \"paths\": %d, \"contents\": %d, \"numbers\": [%d, %d], \"norms\": [%.6f, %.6f]}%n",
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getDouble(6),
                    row.getDouble(7));
        }
    }
}
