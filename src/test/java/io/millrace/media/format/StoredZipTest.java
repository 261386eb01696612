package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoredZipTest {

    private static final long FOUR_GIB = 1L << 32;

    @TempDir
    Path folder;

    @Test
    void shouldBeReadWhenItIsSmall() throws Exception {
        Path file = write(List.of(text("a.npy", "hello"), text("b.npy", "")));

        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry("a.npy");
            assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(entry.getTimeLocal().toString()).isEqualTo("1980-01-01T00:00");
            assertThat(entry.getExtra()).isNull();
            assertThat(new String(zip.getInputStream(entry).readAllBytes(), UTF_8))
                    .isEqualTo("hello");
            assertThat(zip.size()).isEqualTo(2);
        }
    }

    /** Of a member that is as large as 32 bits hold, of one beyond, and of what lies behind them. */
    @Test
    void shouldBeReadWhenNumbersNeedMoreThan32Bits() throws Exception {
        for (long size : new long[] {FOUR_GIB - 2, FOUR_GIB - 1, FOUR_GIB + 7}) {
            Path file = write(List.of(text("a.npy", "hello"), hole("large.npy", size), text("z.npy", "behind")));

            try (ZipFile zip = new ZipFile(file.toFile())) {
                assertThat(zip.getEntry("large.npy").getSize()).isEqualTo(size);
                assertThat(new String(zip.getInputStream(zip.getEntry("z.npy")).readAllBytes(), UTF_8))
                        .isEqualTo("behind");
            }
        }
    }

    @Test
    void shouldBeReadByPythonWhenNumbersNeedMoreThan32Bits() throws Exception {
        Python python = Python.withNumpy();
        for (long size : new long[] {FOUR_GIB - 2, FOUR_GIB - 1, FOUR_GIB + 7}) {
            Path file = write(List.of(text("a.npy", "hello"), hole("large.npy", size), text("z.npy", "behind")));

            python.check(
                    """
                    import sys, zipfile
                    with zipfile.ZipFile(sys.argv[1]) as archive:
                        sizes = {info.filename: info.file_size for info in archive.infolist()}
                        assert sizes == {'a.npy': 5, 'large.npy': int(sys.argv[2]), 'z.npy': 6}, sizes
                        assert archive.read('a.npy') == b'hello' and archive.read('z.npy') == b'behind'
                        with archive.open('large.npy') as member:
                            assert member.read(4) == bytes(4)
                    """,
                    file.toString(),
                    Long.toString(size));
        }
    }

    private static StoredZip.Member text(String name, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return new StoredZip.Member(name, bytes.length, (int) crc.getValue(), ByteSource.of(bytes));
    }

    /** Zeros that take no room on a disk; their checksum is wrong. */
    private StoredZip.Member hole(String name, long size) {
        return new StoredZip.Member(name, size, 0, sink -> holes += size);
    }

    private long holes;

    private Path write(List<StoredZip.Member> members) throws Exception {
        holes = 0;
        Path file = folder.resolve("x.zip");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            long[] written = {0};
            StoredZip.of(members).to(pieces -> {
                for (ByteBuffer piece : pieces) {
                    written[0] += channel.write(piece, written[0] + holes);
                }
            });
        }
        return file;
    }
}
