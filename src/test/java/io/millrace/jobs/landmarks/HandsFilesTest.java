package io.millrace.jobs.landmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChildJvm;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.Records;
import io.millrace.engine.journal.record.Entry;
import io.millrace.media.format.Python;
import io.millrace.media.pixel.Reel;
import io.millrace.store.OutputFiles;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.files.FilesWriter;
import io.millrace.store.shards.ShardWriter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of videos, as others read them. */
@Timeout(240)
class HandsFilesTest {

    private static final int LONG = 100_000;

    /** Reads {@code npz} and {@code meta} of a video of Videos' with {@code indices} frames, some of them skipped. */
    private static final String CHECK =
            """
            def check(npz, meta, indices):
                frames = [i for i in range(indices) if i % 7 != 5]
                count = len(frames)
                shapes = {'landmarks': (count, 2, 21, 3), 'world': (count, 2, 21, 3), 'score': (count, 2),
                          'handedness': (count, 2), 'mask': (count, 2), 'frame': (count,)}
                assert {k: npz[k].shape for k in npz.files} == shapes, {k: npz[k].shape for k in npz.files}
                types = {k: str(npz[k].dtype) for k in npz.files}
                assert types == {'landmarks': 'float32', 'world': 'float32', 'score': 'float32',
                                 'handedness': 'float32', 'mask': 'uint8', 'frame': 'int32'}, types
                assert npz['frame'].tolist() == frames
                landmarks = numpy.zeros(shapes['landmarks'], numpy.float32)
                world, mask = landmarks.copy(), numpy.zeros((count, 2), numpy.uint8)
                score, handedness = numpy.zeros((count, 2), numpy.float32), numpy.zeros((count, 2), numpy.float32)
                for row, i in enumerate(frames):
                    for n in range(i % 3):
                        place = 1 - n
                        points = (i * 1000 + n * 100 + numpy.arange(63, dtype=numpy.float32)).reshape(21, 3)
                        landmarks[row, place] = points
                        if i % 5 != 0:
                            world[row, place] = -points / 8
                        mask[row, place] = 1
                        score[row, place] = 0.5 + n * 0.25
                        handedness[row, place] = (0.875, 0.25)[n]
                for name, wanted in (('landmarks', landmarks), ('world', world), ('score', score),
                                     ('handedness', handedness), ('mask', mask)):
                    assert (npz[name] == wanted).all(), name
                empty = [e['frame'] for e in meta['empty']]
                assert empty == [i for i in frames if i % 3 == 0], empty
                assert [frames[r] for r in numpy.flatnonzero(npz['mask'].sum(1) == 0)] == empty
                assert {e['why'] for e in meta['empty']} == {'no_palm', 'low_presence'}
                assert meta['annotation'] == {'gloss': 'book', 'signer': 7}
                assert meta['frames'] == count and meta['frames_with_hands'] == count - len(empty)
            """;

    @TempDir
    Path root;

    @Test
    void shouldBeReadByNumpy() throws Exception {
        Python python = Python.withNumpy();
        HandsSpools spools = new HandsSpools(root.resolve(".millrace/hands"), 64);
        for (String id : List.of("x", "set/b.mp4")) {
            assertThat(write(spools, id, 200, true).status()).isEqualTo(Outcome.Status.DONE);
        }

        python.check(
                "import json, sys, zipfile, numpy\n" + CHECK
                        + """
                        for name in ('x', 'set/b.mp4'):
                            file = sys.argv[1] + '/' + name
                            with zipfile.ZipFile(file + '.npz') as archive:
                                assert archive.testzip() is None
                                assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                                assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
                            with numpy.load(file + '.npz') as npz, open(file + '.json') as meta:
                                check(npz, json.load(meta), 200)
                        """,
                root.toString());
    }

    /** What numpy.savez has in an array's file is what we have in it. */
    @Test
    void shouldHoldTheArraysAsNumpyWritesThem() throws Exception {
        Python python = Python.withNumpy();
        write(new HandsSpools(root.resolve("spool")), "x", 30, false);

        python.check(
                """
                import sys, zipfile, numpy
                ours = sys.argv[1] + '/x.npz'
                with numpy.load(ours) as npz:
                    numpy.savez(sys.argv[1] + '/theirs.npz', **{name: npz[name] for name in npz.files})
                with zipfile.ZipFile(ours) as ours, zipfile.ZipFile(sys.argv[1] + '/theirs.npz') as theirs:
                    assert ours.namelist() == theirs.namelist()
                    for name in ours.namelist():
                        assert ours.read(name) == theirs.read(name), name
                """,
                root.toString());
    }

    @Test
    void shouldBeVerifiedLikeEverythingThatIsWritten() throws Exception {
        Outcome outcome = write(new HandsSpools(root.resolve("spool")), "a/x", 30, true);
        Entry entry = new Entry(Videos.item("a/x", null).id(), outcome, 1, Identity.NONE, "", 0);
        assertThat(outcome.artifacts()).extracting("path").containsExactly("a/x.npz", "a/x.json");

        assertThat(wrong(entry)).isEmpty();
        Path npz = root.resolve("a/x.npz");
        byte[] bytes = Files.readAllBytes(npz);
        bytes[bytes.length / 2] ^= 1;
        Files.write(npz, bytes);
        assertThat(wrong(entry)).containsExactly(entry);
        Files.delete(npz);
        assertThat(wrong(entry)).containsExactly(entry);
    }

    private List<Entry> wrong(Entry entry) throws Exception {
        List<Entry> wrong = new ArrayList<>();
        new OutputFiles(root).verify(visitor -> visitor.item(entry), wrong::add);
        return wrong;
    }

    @Test
    void shouldLieInShardsTooWithATableOfTheirFacts() throws Exception {
        HandsSpools spools = new HandsSpools(root.resolve(".millrace/hands"), 0);
        try (ShardWriter writer = new ShardWriter(root, 1000, false, Records.NONE, HandsEncoder.FACTS, 64 << 20)) {
            for (int n = 0; n < 3; n++) {
                write(writer, spools, "set/b.mp4-" + n, n, 20 + n, true);
            }
            writer.finish();
        }

        assertThat(spools.size()).isZero();
        assertThat(Files.readString(root.resolve("000000_stats.json")))
                .startsWith("{\"shard\":0,\"samples\":3,\"bytes\":")
                .doesNotContain("split");
        assertThat(rows("SELECT key, id, source, annotation, width, height, fps, frames, frames_with_hands,"
                        + " frames_skipped, handedness, mode, tar_offset FROM '" + root.resolve("000000.parquet")
                        + "' LIMIT 1"))
                .containsExactly("[set/b%2emp4-0, set/b.mp4-0, set/b.mp4-0.mp4, {\"gloss\":\"book\",\"signer\":7},"
                        + " 640, 480, 29.97, 17, 11, 3, image, static, 0]");
        Python.withNumpy()
                .check(
                        "import io, json, sys, tarfile, numpy\n" + CHECK
                                + """
                                with tarfile.open(sys.argv[1] + '/000000.tar') as tar:
                                    names = tar.getnames()
                                    assert names == ['set/b%%2emp4-%d.%s' % (n, k) for n in range(3) for k in ('npz', 'json')], names
                                    for n in range(3):
                                        read = lambda what: tar.extractfile('set/b%%2emp4-%d.%s' % (n, what)).read()
                                        check(numpy.load(io.BytesIO(read('npz'))), json.loads(read('json')), 20 + n)
                                """,
                        root.toString());
    }

    /** Its rows are 104 MB, its files more than twice as much. */
    @Test
    void shouldWriteALongVideoInASmallHeap() throws Exception {
        Path output = root.resolve("output");
        List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-Xmx40m", "-XX:MaxDirectMemorySize=16m"));
        command.addAll(ChildJvm.QUIET);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Encoding.class.getName()));
        command.add(root.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        assertThat(root.resolve(".millrace/hands")).isEmptyDirectory();
        assertThat(root.resolve("x.json")).isNotEmptyFile();
        checkFrames(root.resolve("x.npz"));
    }

    private static void checkFrames(Path npz) throws Exception {
        int arrays = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(npz))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; arrays++) {
                if (entry.getName().equals("frame.npy")) {
                    zip.readNBytes(128);
                    for (int index = 0; index < LONG; index++) {
                        assertThat(littleEndian(zip)).isEqualTo(index);
                    }
                }
                zip.transferTo(java.io.OutputStream.nullOutputStream()); // checks its checksum
            }
        }
        assertThat(arrays).isEqualTo(6);
    }

    private static int littleEndian(InputStream in) throws Exception {
        byte[] bytes = in.readNBytes(4);
        return (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
    }

    private Outcome write(HandsSpools spools, String id, int indices, boolean gaps) throws Exception {
        try (FilesWriter writer = new FilesWriter(root, HandsEncoder.NAMES, false)) {
            return write(writer, spools, id, 0, indices, gaps);
        }
    }

    private static Outcome write(
            Writer<EncodedItem> writer, HandsSpools spools, String id, int ordinal, int indices, boolean gaps)
            throws Exception {
        try (EncodedItem encoded = Videos.encoded(spools, id, indices, gaps)) {
            Result<EncodedItem> result = new Result<>(Item.of(id, encoded), ordinal, List.of(encoded));
            writer.write(List.of(result));
            return result.outcome();
        }
    }

    private static List<String> rows(String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(found.getObject(column));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** What the child does: the frames come a little out of order. */
    static final class Encoding {

        private Encoding() {}

        public static void main(String[] arguments) throws Exception {
            Path root = Path.of(arguments[0]);
            HandsSpools spools = new HandsSpools(root.resolve(".millrace/hands"));
            try (Reel reel = Videos.reel(LONG, false);
                    HandsEncoder encoder = new HandsEncoder(spools, Videos.ORIGIN);
                    FilesWriter writer = new FilesWriter(root, HandsEncoder.NAMES, false)) {
                for (int first = 0; first < LONG; first += 10) {
                    List<Integer> some = new ArrayList<>();
                    for (int index = first; index < first + 10; index++) {
                        some.add(index);
                    }
                    Collections.reverse(some);
                    for (int index : some) {
                        write(writer, Videos.put(encoder, "x", Videos.frame(reel, index)));
                    }
                }
            }
            if (spools.size() > 0 || !Files.exists(root.resolve("x.json"))) {
                System.exit(1);
            }
        }

        private static void write(FilesWriter writer, EncodedItem encoded) throws Exception {
            if (encoded != null) {
                try (encoded) {
                    writer.write(List.of(new Result<>(Item.of("x", encoded), 0, List.of(encoded))));
                }
            }
        }
    }
}
