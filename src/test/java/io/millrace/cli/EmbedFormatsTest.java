package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.format.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each format holds the same pictures and the same vectors, for the programs that it is for. */
@Timeout(300)
class EmbedFormatsTest {

    private static final String COLUMNS =
            "path, content_sha256, face_index, model_id, model_sha256, status, width," + " height, dim, embedding";

    @TempDir
    private static Path folder;

    private static Photos photos;
    private static Vectors duckdb;
    private static List<String> paths;

    @BeforeAll
    static void embed() throws Exception {
        photos = Photos.in(folder.resolve("photos")).add(12);
        paths = photos.names();
        photos.addBroken("broken.png");
        embed("duckdb", "duckdb");
        duckdb = new Vectors(folder.resolve("duckdb"));
        assertThat(duckdb.paths()).isEqualTo(paths);
    }

    @Test
    void shouldBeReadByNumpyInTheOrderOfTheMetadata() throws Exception {
        embed("npy", "npy");
        assertThat(visible("npy"))
                .containsExactly("img_emb/img_emb_0.npy", "manifest.jsonl", "metadata/metadata_0.parquet");
        String metadata = "read_parquet('" + folder.resolve("npy/metadata/metadata_0.parquet") + "')";
        assertThat(duckdb.ask("SELECT column_name FROM (DESCRIBE FROM " + metadata + ")"))
                .containsExactly("path", "content_sha256", "face_index", "model_id", "score");
        assertThat(duckdb.ask("SELECT path FROM " + metadata)).isEqualTo(paths);
        assertThat(duckdb.ask("SELECT path || content_sha256 || model_id FROM embeddings EXCEPT"
                        + " SELECT path || content_sha256 || model_id FROM " + metadata))
                .isEmpty();
        List<String> vectors = duckdb.ask("SELECT embedding::VARCHAR FROM embeddings ORDER BY path");
        Files.write(folder.resolve("vectors.json"), List.of("[" + String.join(",", vectors) + "]"));
        Python.withNumpy()
                .check(
                        """
                        import json, sys, numpy
                        ours = numpy.load(sys.argv[1])
                        wanted = numpy.array(json.load(open(sys.argv[2])), dtype=numpy.float32)
                        assert ours.dtype == numpy.float16 and ours.shape == wanted.shape == (12, 512), ours.shape
                        assert numpy.abs(ours.astype(numpy.float64) - wanted).max() < 5e-4
                        lengths = numpy.sqrt((ours.astype(numpy.float64) ** 2).sum(1))
                        assert numpy.abs(lengths - 1).max() < 1e-3, lengths
                        """,
                        folder.resolve("npy/img_emb/img_emb_0.npy").toString(),
                        folder.resolve("vectors.json").toString());
    }

    @Test
    void shouldBeReadFromParquet() throws Exception {
        embed("parquet", "parquet");
        assertThat(visible("parquet")).containsExactly("embeddings.parquet", "manifest.jsonl");
        String parquet = "read_parquet('" + folder.resolve("parquet/embeddings.parquet") + "')";
        assertThat(duckdb.ask("SELECT path FROM " + parquet)).isEqualTo(paths);
        String rows = "SELECT " + COLUMNS + " FROM ";
        assertThat(duckdb.ask("(" + rows + parquet + " EXCEPT " + rows + "embeddings) UNION ALL (" + rows
                        + "embeddings EXCEPT " + rows + parquet + ")"))
                .isEmpty();
    }

    /** Another run adds to them; runs that make the same leave the same bytes. */
    @Test
    void shouldHoldWhatCameLaterToo() throws Exception {
        Photos mine = Photos.in(folder.resolve("growing")).add(3);
        for (String format : List.of("npy", "parquet")) {
            mine.addBroken("broken.png");
            Said.with(3, "embed", at("growing"), "--output", at("grown-" + format), "--format", format);
        }
        mine.add("later.png", 99);
        for (String format : List.of("npy", "parquet")) {
            Said.with(3, "embed", at("growing"), "--output", at("grown-" + format), "--format", format);
            Said.with(3, "embed", at("growing"), "--output", at("afresh-" + format), "--format", format, "-w", "3");
            assertThat(exports("grown-" + format)).isNotEmpty().isEqualTo(exports("afresh-" + format));
        }
    }

    @Test
    void shouldWriteNothingForNull() throws Exception {
        embed("nothing", "null");
        assertThat(visible("nothing")).containsExactly("manifest.jsonl");
    }

    /** How results lie in an output is settled. */
    @Test
    void shouldRefuseAnotherFormatForTheSameOutput() throws Exception {
        Said ended = Said.with(78, "embed", at("photos"), "--output", at("duckdb"), "--format", "npy");
        assertThat(ended.err())
                .contains("duckdb holds vectors in a DuckDB file, but these settings make vectors in NumPy files");
    }

    private static List<String> visible(String output) throws Exception {
        return new ArrayList<>(OutputTree.of(folder.resolve(output)).names());
    }

    /** All but the manifest, in which a picture that came later stands last. */
    private static Map<String, String> exports(String output) throws Exception {
        Map<String, String> exports = new TreeMap<>();
        OutputTree.of(folder.resolve(output)).files().forEach((name, bytes) -> {
            if (!name.equals("manifest.jsonl")) {
                exports.put(name, HexFormat.of().formatHex(bytes));
            }
        });
        return exports;
    }

    private static void embed(String output, String format) throws Exception {
        Said.with(3, "embed", photos.folder().toString(), "--output", at(output), "--format", format);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }
}
