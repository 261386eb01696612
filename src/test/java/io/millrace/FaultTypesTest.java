package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.Fault;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The classes of faults stand in journals, manifests and the scripts of users, who group and retry by them: those that
 * there were stay. There are two ways to one: a name that the program gives a {@link Fault}, and the name of an
 * exception that a step lets through ({@link Fault#from}).
 */
class FaultTypesTest {

    private static final Path CLASSES = Path.of("target", "classes");

    private static final Path GOLDEN = Path.of("src", "test", "resources", "io", "millrace", "fault-types.txt");

    private static final String FAULT = "io/millrace/engine/item/Fault";

    private static final String CARRIER = FAULT + "Exception";

    /** As all of them are written; {@link Fault#HUNG} is the one of one word. */
    private static final Pattern NAME = Pattern.compile("(?:[A-Z]+[a-z]+){2,}");

    @Test
    void shouldKeepTheNamesOfFaults() throws IOException {
        Set<String> names = new TreeSet<>(Set.of(Fault.HUNG));
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassFile found = ClassFile.read(file);
                names.addAll(found.faults());
                if (isException(found)) {
                    names.add(found.simpleName());
                }
            }
        }

        assertThat(names)
                .as("faults: one that is gone breaks outputs and scripts there are, a new one belongs into " + GOLDEN)
                .contains(Fault.TOO_LARGE, NativeMemory.EXHAUSTED, "CorruptVideo")
                .containsExactlyElementsOf(Files.readAllLines(GOLDEN));
    }

    /** Whether a step throws it or not: nobody can tell. A carrier's own name is never seen. */
    private static boolean isException(ClassFile file) {
        boolean plain = file.above == null || file.above.startsWith("java/lang/Object") || file.name.equals(CARRIER);
        return !plain && Exception.class.isAssignableFrom(file.load());
    }

    /**
     * A class, without loading it. Names have slashes.
     *
     * @param above its superclass
     * @param classes that its code names
     * @param strings that its code names
     */
    private record ClassFile(String name, String above, Set<String> classes, Set<String> strings) {

        Class<?> load() {
            try {
                return Class.forName(name.replace('/', '.'), false, FaultTypesTest.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        String simpleName() {
            return load().getSimpleName();
        }

        /** Of a class that makes faults: its words that may be the class of one. */
        Set<String> faults() {
            Set<String> faults = new HashSet<>();
            if (classes.contains(FAULT) || classes.contains(CARRIER)) {
                strings.stream().filter(NAME.asMatchPredicate()).forEach(faults::add);
            }
            return faults;
        }

        static ClassFile read(Path file) throws IOException {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                in.skipNBytes(8); // magic, version
                String[] texts = new String[in.readUnsignedShort()];
                int[] names = new int[texts.length];
                Set<Integer> classes = new HashSet<>();
                Set<Integer> strings = new HashSet<>();
                for (int i = 1; i < texts.length; i++) {
                    int tag = in.readUnsignedByte();
                    switch (tag) {
                        case 1 -> texts[i] = in.readUTF();
                        case 7 -> {
                            names[i] = in.readUnsignedShort();
                            classes.add(names[i]);
                        }
                        case 8 -> strings.add(in.readUnsignedShort());
                        case 16, 19, 20 -> in.skipNBytes(2);
                        case 15 -> in.skipNBytes(3);
                        case 5, 6 -> {
                            in.skipNBytes(8);
                            i++; // they take two places
                        }
                        default -> in.skipNBytes(4);
                    }
                }
                in.skipNBytes(2); // access
                String name = texts[names[in.readUnsignedShort()]];
                int above = in.readUnsignedShort();
                return new ClassFile(
                        name, above == 0 ? null : texts[names[above]], those(texts, classes), those(texts, strings));
            }
        }

        private static Set<String> those(String[] texts, Set<Integer> places) {
            Set<String> those = new HashSet<>();
            places.forEach(place -> those.add(texts[place]));
            return those;
        }
    }
}
