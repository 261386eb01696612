package io.millrace.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.item.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentTest {

    private static final int BYTES = 200_000;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("a.mp4"), bytes);
    }

    @Test
    void shouldBeBothChecksumsOfAllBytes() throws Exception {
        CRC32 upper = new CRC32();
        CRC32C lower = new CRC32C();
        upper.update(bytes);
        lower.update(bytes);

        assertThat(listed().digest()).isEqualTo(upper.getValue() << 32 | lower.getValue());
    }

    @Test
    void shouldNotFollowTheDate() throws Exception {
        long before = listed().digest();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        assertThat(listed().digest()).isEqualTo(before);
    }

    @Test
    void shouldFollowEachByte() throws Exception {
        long before = listed().digest();
        for (int at : new int[] {0, BYTES / 2, BYTES - 1}) {
            byte[] other = bytes.clone();
            other[at] ^= 1;
            Files.write(file, other);

            assertThat(listed().digest()).isNotEqualTo(before).isNotEqualTo(Identity.NO_CONTENT);
        }
    }

    /** What was read then is neither what was listed nor surely what is there. */
    @Test
    void shouldNotTellOfAFileThatHasChangedSinceItWasListed() throws Exception {
        FileContent listed = listed();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(listed.digest()).isEqualTo(Identity.NO_CONTENT);

        Files.delete(file);
        assertThat(listed.digest()).isEqualTo(Identity.NO_CONTENT);
    }

    @Test
    void shouldNotReadWhatIsVeryLong() {
        assertThat(new FileContent(folder.resolve("none"), FileContent.MOST_BYTES + 1, 1).digest())
                .isEqualTo(Identity.NO_CONTENT);
    }

    private FileContent listed() throws IOException {
        return new FileContent(
                file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
}
