package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is written is found again, whole archives and torn ones. */
class TarProperties {

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> part =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(130);
        return part.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts) + ".x");
    }

    @Property(tries = 200)
    void shouldFindEveryMemberWhateverItsName(
            @ForAll("names") String first, @ForAll("names") String second, @ForAll @IntRange(max = 2000) int size)
            throws IOException {
        List<TarMember> found = read(archive(List.of(first, second), size));

        assertThat(found).extracting(TarMember::name).containsExactly(first, second);
        assertThat(found).extracting(TarMember::size).containsExactly((long) size, size + 1L);
        assertThat(found.get(1).start()).isEqualTo(found.get(0).end());
    }

    @Property(tries = 100)
    void shouldFindWhatIsWholeOfATornArchive(
            @ForAll("names") String name, @ForAll @IntRange(max = 1000) int size, @ForAll long seed)
            throws IOException {
        byte[] whole = archive(List.of("a.x", name, "b.x"), size);
        List<TarMember> members = read(whole);
        int cut = new Random(seed).nextInt(whole.length);

        List<TarMember> found = read(Arrays.copyOf(whole, cut));

        assertThat(found)
                .containsExactlyElementsOf(
                        members.stream().filter(member -> member.end() <= cut).toList());
    }

    /** The {@code n}-th member has {@code size + n} bytes. */
    private static byte[] archive(List<String> names, int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int n = 0; n < names.size(); n++) {
            bytes.writeBytes(TarHeader.of(names.get(n), size + n));
            bytes.writeBytes(
                    names.get(n).repeat(size + n).substring(0, size + n).getBytes(UTF_8));
            bytes.writeBytes(new byte[TarHeader.padding(size + n)]);
        }
        bytes.writeBytes(TarHeader.end());
        return bytes.toByteArray();
    }

    private static List<TarMember> read(byte[] archive) throws IOException {
        Path file = Files.createTempFile("archive-", ".tar");
        try {
            Files.write(file, archive);
            List<TarMember> members = new ArrayList<>();
            try (FileChannel channel = FileChannel.open(file)) {
                TarReader reader = new TarReader(channel);
                for (TarMember member; (member = reader.next()) != null; ) {
                    members.add(member);
                }
            }
            return members;
        } finally {
            Files.delete(file);
        }
    }
}
