package io.millrace.engine.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever an id holds, its path stays below its root, is visible, and is no other id's. */
class ItemIdProperties {

    @Property(tries = 2000)
    void shouldStayBelowItsRoot(@ForAll("ids") String id) {
        String path = new ItemId(id).path();
        assertThat(path).matches("[A-Za-z0-9._%/-]+").doesNotStartWith("/").doesNotEndWith("/");
        for (String name : path.split("/", -1)) {
            assertThat(name).isNotEmpty().doesNotStartWith(".").isNotEqualTo("..");
        }
        Path root = Path.of("root");
        assertThat(root.resolve(path).normalize().startsWith(root)).isTrue();
        assertThat(root.resolve(path).normalize()).isEqualTo(root.resolve(path));
    }

    @Property(tries = 2000)
    void shouldBeInjectiveBecauseItCanBeReadBack(@ForAll("ids") String id) {
        assertThat(decoded(new ItemId(id).path())).isEqualTo(new String(id.getBytes(UTF_8), UTF_8));
    }

    @Property
    void shouldLeaveOrdinaryNamesAlone(@ForAll("ordinary") String id) {
        assertThat(new ItemId(id).path()).isEqualTo(id);
    }

    @Property
    void shouldHashTheSameIdTheSameWay(@ForAll("ids") String id, @ForAll("ids") String other) {
        assertThat(new ItemId(id).hash()).isEqualTo(new ItemId(id).hash());
        if (!id.equals(other)) {
            assertThat(new ItemId(id).hash()).isNotEqualTo(new ItemId(other).hash());
        }
    }

    /** The first example of FIPS 180-2. */
    @Example
    void shouldHashAsSha256Does() {
        assertThat(new ItemId("abc").hash()).isEqualTo(new ItemId.Hash(0xeacf018fbf1678baL, 0x2322ae5dde404141L));
    }

    @Property(tries = 20)
    void shouldRefuseWhatIsEmptyOrTooLong() {
        assertThatThrownBy(() -> new ItemId("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ItemId("a".repeat(ItemId.MAX_BYTES)).value()).hasSize(ItemId.MAX_BYTES);
        assertThatThrownBy(() -> new ItemId("a".repeat(ItemId.MAX_BYTES - 1) + "\u00e9"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Half of them made of what is dangerous in a path. */
    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> nasty = Arbitraries.strings()
                .withChars('/', '.', '%', '\\', ':', 'a', '2', 'f', '\0', ' ', '\n', '~', '\u00e9')
                .ofMinLength(1)
                .ofMaxLength(12);
        Arbitrary<String> any = Arbitraries.strings()
                .ascii()
                .withCharRange('\u00a0', '\ud7ff')
                .ofMinLength(1)
                .ofMaxLength(30);
        return Arbitraries.oneOf(nasty, any);
    }

    @Provide
    Arbitrary<String> ordinary() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(name -> "videos/" + name + ".mp4");
    }

    private static String decoded(String path) {
        byte[] bytes = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++, length++) {
            if (path.charAt(i) == '%') {
                bytes[length] = (byte) Integer.parseInt(path.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                bytes[length] = (byte) path.charAt(i);
            }
        }
        return new String(bytes, 0, length, UTF_8);
    }
}
