package io.millrace.engine.journal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class Crc32cProperties {

    @Property(tries = 200)
    void shouldCombineChecksumsAsIfTheBytesFollowedEachOther(@ForAll byte[] first, @ForAll byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(Crc32c.concat(crc(first), crc(second), second.length)).isEqualTo(crc(both));
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
