package io.millrace.jobs.landmarks.footage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.table.ManifestException;
import io.millrace.data.table.TableLimits;
import io.millrace.scratch.ScratchRoot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootageTableTest {

    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    @AfterEach
    void everyTableRemovesItsFiles() throws IOException {
        try (Stream<Path> left = Files.list(ScratchRoot.in(temporary).folder())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldCarryEverythingThatAnAnnotationSays() throws Exception {
        String text =
                "{\"id\":\"a\",\"n\":[1.10,1e400,-0,12345678901234567890123],\"o\":{\"id\":\"x\",\"t\":true,\"f\":false},"
                        + "\"s\":\"q\\\"\\n\\u0000\u00e9\ud83d\udc36\",\"\":null,\"e\":[],\"m\":{}}";

        assertThat(annotations(write("a.json", "[" + text.replace(",", " ,\n ") + "]"))
                        .values())
                .containsExactly(text);
        assertThat(annotations(write("a.jsonl", "\ufeff" + text + "\r\n\n"))).containsEntry("a", text);
        assertThat(annotations(write("m.json", "{\"b\" : " + text + "}"))).containsExactly(Map.entry("b", text));
    }

    @Test
    void shouldTakeAnyValueOfAMap() throws Exception {
        Path file = write("m.json", "{\"a\": \"x\", \"b\": [1, {\"k\": 2}], \"c\": null, \"d\": 007e, \"e\": {}}");
        assertRefused(file).hasMessageContaining("line 1, column ");
        assertThat(annotations(
                        write("m.json", "{\"a\": \"x\", \"b\": [1, {\"k\": 2}], \"c\": null, \"d\": 7, \"e\": {}}")))
                .isEqualTo(Map.of("a", "\"x\"", "b", "[1,{\"k\":2}]", "c", "null", "d", "7", "e", "{}"));
    }

    /** Python's json writes such numbers, and half characters where it was given some. */
    @Test
    void shouldTakeWhatPythonWrites() throws Exception {
        assertThat(annotations(write("m.json", "{\"a\": [NaN, Infinity, -Infinity, 1], \"b\": \"\\udc00x\"}")))
                .isEqualTo(Map.of("a", "[null,null,null,1]", "b", "\"\ufffdx\""));
    }

    @Test
    void shouldMakeObjectsOfTheRowsOfTables() throws Exception {
        Path csv = write("a.csv", "id,Label,a,\"say \"\"it\"\"\"\n007,\"x, \"\"y\"\"\",,1\nb,,2,\n");
        assertThat(annotations(csv))
                .containsExactly(
                        Map.entry("007", "{\"id\":\"007\",\"Label\":\"x, \\\"y\\\"\",\"a\":null,\"say it\":\"1\"}"),
                        Map.entry("b", "{\"id\":\"b\",\"Label\":null,\"a\":\"2\",\"say it\":null}"));
        assertThat(annotations(write("a.tsv", "video\tx\na.mp4\t1\n")))
                .isEqualTo(Map.of("a", "{\"video\":\"a.mp4\",\"x\":\"1\"}"));
        Path parquet = folder.resolve("a.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT 7 AS id, [1.5, NULL]::FLOAT[] AS l, {'a': 'nan'::DOUBLE} AS s, DATE '2020-01-02'"
                            + " AS d) TO '" + parquet + "' (FORMAT parquet)");
        }
        assertThat(annotations(parquet))
                .isEqualTo(Map.of("7", "{\"id\":7,\"l\":[1.5,null],\"s\":{\"a\":null},\"d\":\"2020-01-02\"}"));
    }

    @Test
    void shouldNameThePlaceWhenAFileIsMalformed() throws Exception {
        assertRefused(write("a.json", "[{\"id\": \"a\"},\n{\"id\": \"b\",\n\"x\": }]"))
                .hasMessageContaining("a.json: line 3, column 6: ");
        assertRefused(write("b.json", "[{\"id\": \"a\"},\n{\"id\": \"b\""))
                .hasMessageContaining("b.json: line 2, column ")
                .hasMessageEndingWith(": the text ends in the middle of an entry");
        String cut = "{\"id\": \"a\"";
        assertRefused(write("c.jsonl", cut + "}\n" + cut + "\n" + cut + "}\n"))
                .as("a line that is cut short is named, not the one that follows it")
                .hasMessageContaining("c.jsonl: line 2, column ");
        assertRefused(write("d.json", "[5]"))
                .hasMessageContaining("d.json: line 1, column 2: entries are objects, not numbers");
        assertRefused(write("e.json", "\"x\"")).hasMessageContaining("entries are objects, not texts");
        assertRefused(write("f.jsonl", "\n[{}]\n"))
                .hasMessageContaining("f.jsonl: line 2, column 1: entries are objects, not lists");
        assertRefused(write("g.json", "{\"id\": \"a\"}\n{\"id\": \"b\"}"))
                .hasMessageContaining("g.json: line 2, column 1: there is more behind the end of the list or map")
                .hasMessageContaining(".jsonl");
        assertRefused(write("h.json", "[{\"id\": \"a\", \"x\": " + "[".repeat(2000)))
                .hasMessageContaining("h.json: line 1, ");
        assertRefused(write("i.csv", "id,x\na,b,c\n"))
                .hasMessageContaining("i.csv: ")
                .hasMessageContaining("Line: 2");
        Path latin = folder.resolve("j.json");
        Files.write(latin, "[{\"id\": \"a\"}, {\"id\": \"\u00e9\"}]".getBytes(ISO_8859_1));
        assertRefused(latin).hasMessageContaining("j.json: not UTF-8");
        Path lines = folder.resolve("k.jsonl");
        Files.write(lines, "{\"id\": \"a\"}\n{\"id\": \"\u00e9\"}\n".getBytes(ISO_8859_1));
        assertRefused(lines).hasMessageContaining("k.jsonl: not UTF-8");
    }

    @Test
    void shouldNameTheEntryThatNamesNoVideo() throws Exception {
        assertRefused(write("a.json", "[{\"id\": \"a\"},\n {\"label\": 1, \"id\": [2]}]"))
                .hasMessageContaining(
                        "a.json: line 2, column 2: entry 2 names no video: the field may be called id, video_id")
                .hasMessageEndingWith("the entries have: id, label. Name yours with source.fields { id = <field> }");
        assertRefused(write("b.csv", "film,x\na,b\n"))
                .hasMessageContaining("b.csv: entry 1 names no video: ")
                .hasMessageContaining("the entries have: film, x.");
        assertRefused(write("c.csv", "id,x\n\"\",b\n"))
                .hasMessageContaining("c.csv: entry 1: an id has 1 to 4096 bytes");
        assertRefused(write("d.json", "{\"a\": 1,\n\"\": 2}"))
                .hasMessageContaining("d.json: entry 2 (line 2): an id has 1 to");
    }

    @Test
    void shouldNameBothWhenTwoAreOfOneVideo() throws Exception {
        assertRefused(write("a.json", "[{\"id\": \"a\"},\n{\"id\": \"b\"},\n{\"video\": \"a.mp4\"}]"))
                .hasMessageContaining("a.json: two annotations are of 'a': entry 1 (line 1) and entry 3 (line 3). ");
        assertRefused(write("b.json", "{\"a\": 1, \"a\": 2}"))
                .hasMessageContaining("two annotations are of 'a': entry 1 (line 1)");
        assertRefused(write("c.csv", "id\na\na\n")).hasMessageContaining("'a': entry 1 and entry 2. ");
    }

    @Test
    void shouldRefuseAnEntryThatIsTooLong() throws Exception {
        Path file = folder.resolve("long.json");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"a\": 1,\n\"b\": [");
            String number = "1234567, ".repeat(1 << 17);
            for (int i = 0; i < 68; i++) {
                out.write(number);
            }
            out.write("1]}");
        }
        assertRefused(file)
                .hasMessageContaining("long.json: line 2, column ")
                .hasMessageEndingWith("entry 2 is longer than 64 MiB. What is so long belongs into a file of its own");
    }

    @Test
    void shouldRefuseWhatIsNoFileOfAnnotations() throws Exception {
        assertRefused(folder.resolve("none.json"))
                .hasMessageContaining("there is no readable file")
                .hasMessageContaining("--annotations");
        assertRefused(folder).hasMessageContaining("is a folder").hasMessageContaining("--annotations");
        assertRefused(write("a.txt", "x")).hasMessageContaining("a.txt").hasMessageContaining(".parquet");
        assertRefused(write("e.json", "")).hasMessageEndingWith("e.json is empty: it has no entries");
        assertRefused(write("e.jsonl", "\n\n")).hasMessageEndingWith("e.jsonl is empty: it has no entries");
        assertRefused(write("e.csv", "")).hasMessageContaining("e.csv is empty");
        assertRefused(write("e.parquet", "nonsense")).hasMessageContaining("e.parquet");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Path file) {
        return assertThatThrownBy(() -> annotations(file)).isInstanceOf(ManifestException.class);
    }

    /** Of no video at all: what is missing keeps its annotation. */
    private Map<String, String> annotations(Path file) throws Exception {
        FootageSourceSettings settings = new FootageSourceSettings(
                null, folder, List.of("mp4"), List.of("jpg"), file, Map.of(), Unannotated.SKIP, 0, null, null);
        Map<String, String> annotations = new LinkedHashMap<>();
        try (FootageTable table = FootageTable.open(settings, new TableLimits(64 << 20, 1, temporary))) {
            table.videos().close();
            table.join();
            FootageCursor cursor = table.cursor();
            for (FootageRow row = cursor.next(); row != null; row = cursor.next()) {
                annotations.put(row.id(), row.annotation());
            }
            assertThat(table.rows()).isEqualTo(annotations.size());
        }
        return annotations;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
