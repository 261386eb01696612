package io.millrace.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.duckdb.DuckDBAppender;

class NestedIdsProperties {

    private static Database database;

    @BeforeContainer
    static void open() throws Exception {
        database = Database.inMemory(new TableLimits(128L << 20, 1, Path.of("target")));
        database.execute("CREATE TABLE ids (id VARCHAR)");
    }

    @AfterContainer
    static void close() throws Exception {
        database.close();
    }

    @Example
    void shouldFindAParentWhateverStandsBetween() throws Exception {
        for (String between : List.of("a1\u0001a", "a1\u0001", "a1!", "a1 b", "a1.", "a10", "a1\u00fc")) {
            assertThat(parents(Set.of("a1", between, "a1/b"))).as(between).containsExactly("a1");
        }
    }

    @Property
    void shouldFindEachParentThatComparingAllFinds(@ForAll("ids") Set<String> ids) throws Exception {
        Set<String> expected = new TreeSet<>();
        for (String id : ids) {
            if (ids.stream().anyMatch(other -> other.startsWith(id + "/"))) {
                expected.add(id);
            }
        }
        assertThat(parents(ids)).isEqualTo(expected);
    }

    /** Few letters, so that many ids begin alike; those below and above the slash, and empty names. */
    @Provide
    Arbitrary<Set<String>> ids() {
        Arbitrary<String> letter = Arbitraries.of("a", "b", "/", "/", "\u0001", "\u0002", " ", ".", "0", "\u00fc", "%");
        return letter.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(letters -> String.join("", letters))
                .set()
                .ofMaxSize(25);
    }

    private static Set<String> parents(Set<String> ids) throws SQLException {
        database.execute("DELETE FROM ids");
        try (DuckDBAppender appender = database.appender("ids")) {
            for (String id : ids) {
                appender.beginRow().append(id).endRow();
            }
        }
        Set<String> found = new TreeSet<>();
        for (List<String> pair : database.rows(NestedIds.of("ids"))) {
            assertThat(pair.get(1)).startsWith(pair.get(0) + "/");
            assertThat(found.add(pair.get(0))).isTrue();
        }
        return found;
    }
}
