package io.millrace.jobs.clips;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.Part;
import io.millrace.engine.flow.Result;
import io.millrace.engine.item.Item;
import io.millrace.engine.journal.Records;
import io.millrace.media.format.Python;
import io.millrace.media.format.TarHeader;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.video.Collected;
import io.millrace.store.files.EncodedItem;
import io.millrace.store.shards.ShardWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shards of clips, as Python reads them. */
@Timeout(120)
class WebdatasetTest {

    private final BufferPool pool = new BufferPool(0);

    @TempDir
    Path root;

    @AfterEach
    void shouldBringAllLeasesHome() {
        assertThat(pool.leases()).isZero();
        pool.close();
    }

    /** Grouped as the webdataset package groups: by everything up to the first dot of the last name. */
    @Test
    void shouldBeReadAsSamplesByPython() throws Exception {
        Python python = Python.withNumpy();
        write(List.of("set/a.mp4", "set/b", "deep/" + "er/".repeat(60) + "c", "d".repeat(150)));

        python.check(
                """
                import io, json, re, sys, tarfile, numpy
                samples = {}
                with tarfile.open(sys.argv[1] + '/000000.tar') as tar:
                    for member in tar:
                        assert member.isreg() and member.mode == 0o444, member
                        assert (member.mtime, member.uid, member.gid, member.uname, member.gname) == (0, 0, 0, '', ''), member
                        key, what = re.match(r'^((?:.*/|)[^.]+)[.]([^/]*)$', member.name).groups()
                        if key not in samples:
                            samples[key] = {}
                        assert list(samples)[-1] == key, 'the members of a sample are adjacent'
                        samples[key][what] = tar.extractfile(member).read()
                assert list(samples) == ['set/a%2emp4', 'set/b', 'deep/' + 'er/' * 60 + 'c', 'd' * 150], list(samples)
                for number, sample in enumerate(samples.values()):
                    assert list(sample) == ['frames.npy', 'tokens.npy', 'txt', 'json'], list(sample)
                    video = numpy.load(io.BytesIO(sample['frames.npy']))
                    assert video.dtype == numpy.uint8 and video.shape == (2, 3, 4, 3), (video.dtype, video.shape)
                    k = max(1, len(video) // 16)
                    assert video[::k, ::-1].shape == video.shape
                    tokens = numpy.load(io.BytesIO(sample['tokens.npy']))
                    assert tokens.dtype == numpy.int64 and tokens.tolist() == [49406, number, 49407], tokens
                    assert sample['txt'].decode() == 'a caption, %d' % number
                    assert json.loads(sample['json'])['text'] == 'a caption, %d' % number
                """,
                root.toString());
    }

    /** Byte for byte what Python's own tar module makes of the same members, but for its larger end. */
    @Test
    void shouldHaveTheHeadersOfPythonsTarModule() throws Exception {
        Python python = Python.withNumpy();
        for (String name : List.of("a.txt", "n".repeat(100), "p".repeat(90) + "/" + "x".repeat(60))) {
            Path header = root.resolve("header");
            Files.write(header, TarHeader.of(name, 123_456_789));
            python.check(
                    """
                    import sys, tarfile
                    info = tarfile.TarInfo(sys.argv[2])
                    info.size, info.mode = 123456789, 0o444
                    with open(sys.argv[1], 'rb') as file:
                        ours = file.read()
                    theirs = info.tobuf(tarfile.USTAR_FORMAT)
                    assert ours[:329] == theirs[:329] and ours[345:] == theirs[345:], (ours, theirs)
                    """,
                    header.toString(),
                    name);
        }
    }

    private void write(List<String> ids) throws Exception {
        try (ShardWriter writer = new ShardWriter(root, 1000, false, Records.NONE, ClipEncoder.FACTS, 64 << 20)) {
            for (int n = 0; n < ids.size(); n++) {
                ClipTensor clip = Clips.withTokens(Clips.clip(pool, "x", n).body(), 49406, n, 49407);
                write(writer, Clips.item(ids.get(n), clip), n);
            }
            writer.finish();
        }
    }

    private static void write(ShardWriter writer, Item<ClipTensor> item, int n) throws Exception {
        ClipEncoder encoder = new ClipEncoder(ClipLayout.of(ClipsFormat.WEBDATASET), Clips.allTrain());
        try (encoder;
                ClipTensor clip = item.body();
                EncodedItem encoded = Collected.result(encoder, Part.alone(item))) {
            assertThat(clip.tokens()).isNotNull();
            writer.write(List.of(new Result<>(item, n, List.of(encoded))));
        }
    }
}
