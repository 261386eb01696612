package io.millrace.data.pairs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.table.ManifestException;
import io.millrace.data.table.RowSelection;
import io.millrace.data.table.Slice;
import io.millrace.data.table.TableLimits;
import io.millrace.engine.item.ItemId;
import io.millrace.scratch.ScratchRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsTableTest {

    private static final double NONE = Double.NaN;

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
    void shouldReadByPlacesElsewhereAndWhatHasNoneLast() throws Exception {
        Path manifest = write(
                "a.csv",
                """
                id,video,text,size
                new,n.mp4,n,1
                b,b.mp4,b,2
                newer,m.mp4,m,3
                a,a.mp4,a,4
                """);
        try (PairsTable table = PairsTable.open(
                new PairsQuery(manifest, null, folder, Map.of(), new RowSelection(null, null, 0)),
                new TableLimits(128L << 20, 2, temporary))) {
            table.arrange(id -> id.path().length() == 1 ? id.path().charAt(0) : -1);
            PairsCursor cursor = table.cursor();
            assertThat(List.of(cursor.next(), cursor.next(), cursor.next(), cursor.next()))
                    .extracting(PairsRow::id)
                    .containsExactly("a", "b", "new", "newer");
            assertThat(cursor.next()).isNull();
            assertThat(table.rows()).isEqualTo(4);
        }
    }

    @Test
    void shouldReadTheSameEntriesFromEveryFormat() throws Exception {
        List<PairsRow> expected = List.of(
                new PairsRow("007", "v/a.mp4", "hello, \"you\"", 0.5, 2, List.of(1.0, 2.5)),
                new PairsRow("08", "v/b.mkv", "it's", NONE, NONE, null));
        String json =
                """
                [{"id": "007", "vid": "v/a.mp4", "caption": "hello, \\"you\\"", "start": 0.5, "end": "2", "size": [1, 2.5]},
                 {"id": "08", "vid": "v/b.mkv", "caption": "it's", "size": null, "start": null}]
                """;
        String csv =
                """
                id,Video,text,start,end,size,other
                007,v/a.mp4,"hello, ""you""\",0.5,2,"[1, 2.5]",x
                08,v/b.mkv,it's,,,,y
                """;
        assertThat(rows(write("a.json", json))).isEqualTo(expected);
        assertThat(rows(write("a.jsonl", json.replaceAll("^\\[|]\\s*$", "").replace("},", "}"))))
                .isEqualTo(expected);
        assertThat(rows(write("a.csv", csv))).isEqualTo(expected);
        assertThat(rows(write("w[ei]rd*.csv", csv.replace("\n", "\r\n")))).isEqualTo(expected);
        String tsv = csv.replace(",", "\t").replace("hello\t", "hello,").replace("[1\t", "[1,");
        assertThat(rows(write("a.tsv", tsv))).isEqualTo(expected);
        assertThat(rows(parquet(folder.resolve("a.csv")))).isEqualTo(expected);
        String select = "SELECT * FROM read_csv('" + folder.resolve("a.csv") + "', all_varchar = true); ";
        assertThat(rows(new PairsQuery(null, select, folder, Map.of(), new RowSelection(null, null, 0))))
                .isEqualTo(expected);
    }

    /** Captions come from anywhere: what JSON can say arrives, but for half a character. */
    @Test
    void shouldKeepOddTextsAsTheyAre() throws Exception {
        String large = "word ".repeat(200_000);
        Path file = write(
                "a.jsonl",
                "{\"video\": \"a\", \"text\": \"a\\u0000\\u001b[31m\\u202e\\r\"}\n"
                        + "{\"video\": \"b\", \"text\": \"dog \\ud800 \\udc00 \\ud83d\\udc36\"}\n"
                        + "{\"video\": \"c\", \"text\": \"" + large + "\"}\n");

        assertThat(rows(file).stream().map(PairsRow::text))
                .containsExactly("a\0\033[31m\u202e\r", "dog \ufffd \ufffd \ud83d\udc36", large);
    }

    @Test
    void shouldTakeTheKeyAsIdWhenEntriesAreKeyed() throws Exception {
        Path file = write(
                "a.json",
                "{\"x/1\": {\"clip\": \"a.mp4\", \"text\": \"t\", \"deep\": {\"id\": [1]}},\n\"y\": {\"id\": 7, \"path\": \"b\", \"text\": \"\"}}\n{\"id\": \"z\", \"path\": \"c\", \"text\": \"u\"}");

        assertThat(rows(file))
                .containsExactly(
                        new PairsRow("x/1", "a.mp4", "t", NONE, NONE, null),
                        new PairsRow("7", "b", "", NONE, NONE, null),
                        new PairsRow("z", "c", "u", NONE, NONE, null));
    }

    @Test
    void shouldDeriveTheIdFromTheVideo() throws Exception {
        Path file = write(
                "a.csv",
                "video,text\na/b.tar.mp4,t\n./c.mp4,t\n" + folder.toRealPath()
                        + "/d.mp4,t\nnone,t\ne/.hidden,t\nf.x/g,t\n");
        PairsQuery query = new PairsQuery(file, null, folder.toRealPath(), Map.of(), new RowSelection(null, null, 0));

        assertThat(rows(query).stream().map(PairsRow::id))
                .containsExactly("a/b.tar", "c", "d", "none", "e/.hidden", "f.x/g");
    }

    @Test
    void shouldReadManyPagesInOrder() throws Exception {
        StringBuilder csv = new StringBuilder("id,video,text\n");
        for (int i = 0; i < 5000; i++) {
            csv.append(i * 7919 % 5000).append(",v").append(i).append(".mp4,t\n");
        }
        List<PairsRow> rows = rows(write("a.csv", csv.toString()));

        assertThat(rows).hasSize(5000);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).video()).isEqualTo("v" + i + ".mp4");
        }
    }

    @Test
    void shouldPickPartsByIdLimitAndSingleId() throws Exception {
        StringBuilder csv = new StringBuilder("video,text\n");
        for (int i = 0; i < 100; i++) {
            csv.append("v").append(i).append(".mp4,t\n");
        }
        Path file = write("a.csv", csv.toString());
        List<String> united = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            List<String> part =
                    ids(new PairsQuery(file, null, folder, Map.of(), new RowSelection(new Slice(i, 3), null, 0)));
            int remainder = i - 1;
            assertThat(part).isNotEmpty().allSatisfy(id -> assertThat(Integer.toUnsignedLong(Integer.reverseBytes(
                                    (int) new ItemId(id).hash().low()))
                            % 3)
                    .isEqualTo(remainder));
            united.addAll(part);
        }
        assertThat(united).doesNotHaveDuplicates().hasSize(100);
        assertThat(ids(new PairsQuery(file, null, folder, Map.of(), new RowSelection(null, null, 2))))
                .containsExactly("v0", "v1");
        assertThat(ids(new PairsQuery(file, null, folder, Map.of(), new RowSelection(null, "v42", 0))))
                .containsExactly("v42");
        assertThatThrownBy(() -> ids(new PairsQuery(file, null, folder, Map.of(), new RowSelection(null, "none", 0))))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("'none'");
    }

    @Test
    void shouldFollowTheUsersFieldNames() throws Exception {
        Path csv = write("a.csv", "video,My_Text,text\na.mp4,mine,other\n");
        Path json = write("a.json", "[{\"video\": \"a.mp4\", \"My_Text\": \"mine\", \"text\": \"other\"}]");
        for (Path file : List.of(csv, json)) {
            PairsQuery query =
                    new PairsQuery(file, null, folder, Map.of("text", "my_text"), new RowSelection(null, null, 0));
            assertThat(rows(query).get(0).text()).isEqualTo("mine");
        }
        assertRefused(new PairsQuery(csv, null, folder, Map.of("text", "nope"), new RowSelection(null, null, 0)))
                .hasMessageContaining("'nope'")
                .hasMessageContaining("video, My_Text, text");
        assertRefused(new PairsQuery(csv, null, folder, Map.of("caption", "text"), new RowSelection(null, null, 0)))
                .hasMessageContaining("source.fields: there is no field 'caption'; the fields are id, video");
    }

    @Test
    void shouldPreferTheFirstKnownNameThatHasAValue() throws Exception {
        Path csv = write("a.csv", "id,path,video,text\n1,x.mp4,best.mp4,t\n2,best.mp4,,t\n");
        Path json = write(
                "a.jsonl",
                "{\"id\": 1, \"path\": \"x\", \"video\": \"best.mp4\", \"text\": \"t\"}"
                        + "{\"id\": 2, \"path\": \"best.mp4\", \"video\": null, \"text\": \"t\"}");
        for (Path file : List.of(csv, json)) {
            assertThat(rows(file).stream().map(PairsRow::video)).containsExactly("best.mp4", "best.mp4");
        }
    }

    @Test
    void shouldRefuseWhatIsNoManifest() throws IOException {
        assertRefused(folder.resolve("none.json"))
                .hasMessageContaining("none.json")
                .hasMessageContaining("no readable");
        assertRefused(folder).hasMessageContaining("is a folder").hasMessageContaining("--clips-dir");
        assertRefused(write("a.txt", "x")).hasMessageContaining("a.txt").hasMessageContaining(".parquet");
        assertRefused(write("e.json", "")).hasMessageContaining("e.json is empty");
        assertRefused(write("e.csv", "")).hasMessageContaining("e.csv is empty");
        assertRefused(write("e.parquet", "nonsense")).hasMessageContaining("e.parquet");
    }

    @Test
    void shouldNameTheLineWhenAFileIsMalformed() throws IOException {
        assertRefused(write("a.json", "[{\"video\": \"a\", \"text\": \"t\"},\n{\"video\": \"b\",\n\"text\": }]"))
                .hasMessageContaining("a.json: line 3: ");
        assertRefused(write("b.jsonl", "{\"video\": \"a\", \"text\": \"t\"}\n{\"video\": \"b"))
                .hasMessageContaining("b.jsonl: line 2: ");
        String cut = "{\"video\": \"a\", \"text\": \"t\"";
        assertRefused(write("cut.jsonl", cut + "}\n" + cut + "\n" + cut + "}\n"))
                .as("a line that is cut short is named, not the one that follows it")
                .hasMessageContaining("cut.jsonl: line 2: ");
        assertRefused(write("deep.json", "[{\"video\": \"a\", \"text\": \"t\", \"x\": " + "[".repeat(2000)))
                .hasMessageContaining("deep.json: line 1: ");
        assertRefused(write("cut.csv", "id,video,text\na,b,c\nd\n"))
                .hasMessageContaining("Line: 3")
                .hasMessageNotContaining("Possible fixes");
        assertRefused(write("c.json", "[{\"video\": \"a\", \"text\": \"t\"},\n5]"))
                .hasMessageContaining("c.json: line 2: entries are objects");
        assertRefused(write("c2.json", "{\"a\": {\"video\": \"a\", \"text\": \"t\"},\n\"b\": 5}"))
                .hasMessageContaining("c2.json: line 2: the entry 'b' is no object");
        assertRefused(write("d.json", "\"text\"")).hasMessageContaining("d.json: line 1: entries are objects");
        assertRefused(write("e.json", "[{\"video\": \"a\",\n\"text\": [\"t\"]}]"))
                .hasMessageContaining("e.json: line 2: 'text' must be a single value");
        assertRefused(write("f.csv", "id,video,text\n1,2,3\n1,2\n"))
                .hasMessageContaining("f.csv: ")
                .hasMessageContaining("Line: 3")
                .hasMessageContaining("Expected Number of Columns: 3 Found: 2")
                .hasMessageNotContaining("sample_size");
        Path latin = folder.resolve("g.csv");
        Files.write(latin, "id,video,text\n1,2,3\n1,2,\u00e9\n".getBytes(ISO_8859_1));
        assertRefused(latin).hasMessageContaining("Line: 3");
    }

    @Test
    void shouldListTheNamesWhenAFieldIsMissing() throws IOException {
        for (Path file :
                List.of(write("a.csv", "film,text\nx,y\n"), write("a.json", "[{\"film\": \"x\", \"text\": \"y\"}]"))) {
            assertRefused(file)
                    .hasMessageContaining("no field for the video")
                    .hasMessageContaining("'video', 'vid', 'clip', 'path', 'file'")
                    .hasMessageContaining("the entries have: film, text")
                    .hasMessageContaining("source.fields { video = <column> }");
        }
        assertRefused(write("with-id.json", "[{\"id\": \"a\", \"film\": \"x\", \"text\": \"y\"}]"))
                .as("an id does not stand for a video")
                .hasMessageContaining("no field for the video")
                .hasMessageContaining("the entries have: id, film, text");
        assertRefused(write("b.csv", "video,words\nx,y\n"))
                .hasMessageContaining("no field for the text")
                .hasMessageContaining("'text', 'caption', 'transcript'");
    }

    @Test
    void shouldNameTheEntryWhenAValueIsWrong() throws IOException {
        String header = "id,video,text,start,end,size\na,a.mp4,t,,,\n";
        assertRefused(write("a.csv", header + "b,b.mp4,t,soon,,\n"))
                .hasMessageContaining("entry 2: ")
                .hasMessageContaining("not soon and none");
        assertRefused(write("a.csv", header + "b,b.mp4,t,5,4,\n")).hasMessageContaining("not 5 and 4");
        assertRefused(write("a.csv", header + "b,b.mp4,t,-1,,\n")).hasMessageContaining("not -1 and none");
        assertRefused(write("a.csv", header + "b,b.mp4,t,,nan,\n")).hasMessageContaining("not none and nan");
        assertRefused(write("a.csv", header + "b,b.mp4,t,,,big\n")).hasMessageContaining("\"size\"");
        assertRefused(write("a.csv", header + "b,b.mp4,t,,,\"[1,x]\"\n")).hasMessageContaining("not [1,x]");
        assertRefused(write("a.csv", header + ",,t,,,\n")).hasMessageContaining("entry 2: has neither");
        assertRefused(write("a.csv", header + "\"\",b.mp4,t,,,\n")).hasMessageContaining("an id has 1 to 4096 bytes");
    }

    @Test
    void shouldNameBothEntriesWhenIdsClash() throws IOException {
        assertRefused(write("a.csv", "video,text\na.mp4,t\nb.mp4,t\na.mkv,t\n"))
                .hasMessageContaining("two entries have the id 'a': entry 1 (a.mp4) and entry 3 (a.mkv)");
        assertRefused(write("b.csv", "id,video,text\na/b,1.mp4,t\na!,2.mp4,t\na-,3.mp4,t\na,4.mp4,t\n"))
                .hasMessageContaining(
                        "the id 'a' is a parent folder of the id 'a/b': entry 4 (4.mp4) and entry 1 (1.mp4)");
        assertRefused(write("c.csv", "id,video,text\nmanifest.jsonl/x,1.mp4,t\n"))
                .hasMessageContaining("entry 1: the id manifest.jsonl/x is the name of a file of every output");
        assertRefused(write("d.csv", "id,video,text\ndataset.json,1.mp4,t\n"))
                .hasMessageContaining("entry 1: the id dataset.json is the name of a file of every output");
    }

    @Test
    void shouldRefuseAQueryThatIsNoSelectOrNeedsADownload() {
        assertRefused(new PairsQuery(null, "SELEKT 1", folder, Map.of(), new RowSelection(null, null, 0)))
                .hasMessageContaining("source.query: Parser Error");
        assertRefused(new PairsQuery(
                        null,
                        "SELECT * FROM 'https://127.0.0.1:1/a.parquet'",
                        folder,
                        Map.of(),
                        new RowSelection(null, null, 0)))
                .hasMessageContaining("httpfs");
        assertRefused(new PairsQuery(
                        null, "SELECT 'a' AS video, ['x'] AS text", folder, Map.of(), new RowSelection(null, null, 0)))
                .hasMessageContaining("'text' is VARCHAR[]");
        assertRefused(new PairsQuery(
                        null,
                        "SELECT {'a': 1} AS video, 'x' AS text",
                        folder,
                        Map.of(),
                        new RowSelection(null, null, 0)))
                .hasMessageContaining("'video' is STRUCT");
    }

    /** What would be in memory at once is bounded, however large the file is; nobody needs it so large. */
    @Test
    void shouldRefuseValuesThatWouldFillTheMemory() throws Exception {
        String much = "x".repeat(5_000_000);
        assertRefused(write(
                        "a.jsonl",
                        "{\"video\": \"a\", \"text\": \"t\"}\n{\"video\": \"b\", \"text\": \"" + much + "\"}"))
                .hasMessageContaining("a.jsonl: line 2: String value length");
        assertThat(rows(write("other.jsonl", "{\"video\": \"a\", \"text\": \"t\", \"x\": \"" + much + "\"}")))
                .as("what is not read may be as long as it likes")
                .hasSize(1);
        assertRefused(write(
                        "a.json", "[{\"video\": \"a\", \"text\": \"t\", \"size\": [" + "1,".repeat(2_200_000) + "1]}]"))
                .hasMessageContaining("a.json: line 1: 'size' is a list of too many numbers");
        assertRefused(write("b.json", "[\"" + "x".repeat(1_000_000) + "\"]"))
                .message()
                .hasSizeLessThan(300);
        assertRefused(write("a.csv", much + "\n")).hasMessageContaining("a.csv: line 1 has more than 2 MiB");
    }

    @Test
    void shouldRefuseRowsThatAFileOnlySaysItHas() throws Exception {
        Path file = folder.resolve("a.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'a' AS video, 'b' AS text FROM range(20_000_000)) TO '" + file
                    + "' (FORMAT parquet, ROW_GROUP_SIZE 20_000_000)");
        }
        assertRefused(file).hasMessageContaining("a.parquet says that it has 20000000 rows, which its");
    }

    @Test
    void shouldAcceptAnEmptyList() throws Exception {
        assertThat(rows(write("a.json", "[]"))).isEmpty();
        assertThat(rows(write("a.csv", "video,text\n"))).isEmpty();
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Path file) {
        return assertRefused(query(file));
    }

    private AbstractThrowableAssert<?, ?> assertRefused(PairsQuery query) {
        return assertThatThrownBy(() -> rows(query)).isInstanceOf(ManifestException.class);
    }

    private List<String> ids(PairsQuery query) throws Exception {
        return rows(query).stream().map(PairsRow::id).toList();
    }

    private List<PairsRow> rows(Path file) throws Exception {
        return rows(query(file));
    }

    private List<PairsRow> rows(PairsQuery query) throws Exception {
        List<PairsRow> rows = new ArrayList<>();
        try (PairsTable table = PairsTable.open(query, new TableLimits(128L << 20, 2, temporary))) {
            PairsCursor cursor = table.cursor();
            for (PairsRow row = cursor.next(); row != null; row = cursor.next()) {
                rows.add(row);
            }
            assertThat(table.rows()).isEqualTo(rows.size());
            assertThat(table.withoutSize())
                    .isEqualTo(rows.stream().filter(row -> row.size() == null).count());
        }
        return rows;
    }

    private PairsQuery query(Path file) {
        return new PairsQuery(file, null, folder, Map.of(), new RowSelection(null, null, 0));
    }

    private Path parquet(Path csv) throws Exception {
        Path file = folder.resolve("a.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT id, Video, text, start::FLOAT AS start, \"end\"::INT AS end, size::DOUBLE[] AS size"
                            + " FROM read_csv('" + csv + "', all_varchar = true)) TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
