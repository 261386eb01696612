package io.millrace.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.table.ParquetFile.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("na\"me", ParquetFile.Type.TEXT),
            new Column("count", ParquetFile.Type.WHOLE),
            new Column("fps", ParquetFile.Type.REAL));

    @TempDir
    Path folder;

    @Test
    void shouldGiveBackWhatWasWritten() throws Exception {
        List<List<Object>> rows = List.of(
                Arrays.asList("it's \u00e4 \"text\"\nof two lines", 1L << 40, 29.97),
                Arrays.asList(null, null, null),
                Arrays.asList("", 0L, -0.5));
        Path file = folder.resolve("it's.parquet");

        write(file, rows);

        assertThat(read(file)).isEqualTo(rows);
    }

    @Test
    void shouldGiveTheSameBytesForTheSameRows() throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 5000; i++) {
            rows.add(List.of("name " + i % 7, i, i / 3.0));
        }
        write(folder.resolve("one.parquet"), rows);
        write(folder.resolve("two.parquet"), rows);

        assertThat(folder.resolve("two.parquet")).hasSameBinaryContentAs(folder.resolve("one.parquet"));
        write(folder.resolve("two.parquet"), rows.subList(0, 1));
        assertThat(read(folder.resolve("two.parquet"))).isEqualTo(rows.subList(0, 1));
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "").resolve("x.parquet");

        assertThatThrownBy(() -> write(file, List.of())).isInstanceOf(IOException.class);
    }

    private static void write(Path file, List<List<Object>> rows) throws IOException {
        ParquetFile.write(
                file, COLUMNS, rows, new TableLimits(64 << 20, 1, Path.of(System.getProperty("java.io.tmpdir"))));
    }

    private static List<List<Object>> read(Path file) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT * FROM read_parquet(" + Database.quoted(file.toString()) + ")")) {
            while (result.next()) {
                rows.add(Arrays.asList(result.getObject(1), result.getObject(2), result.getObject(3)));
            }
        }
        return rows;
    }
}
