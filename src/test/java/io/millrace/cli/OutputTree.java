package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every visible file below a folder with its content: what two runs must agree on. */
public record OutputTree(Map<String, byte[]> files) {

    public static OutputTree of(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(file).toString();
                if (!name.startsWith(".millrace")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return new OutputTree(files);
    }

    public Set<String> names() {
        return files.keySet();
    }

    /** Without the files whose names are so. */
    public OutputTree without(Predicate<String> names) {
        Map<String, byte[]> others = new TreeMap<>(files);
        others.keySet().removeIf(names);
        return new OutputTree(others);
    }

    /** The same names, and the same bytes under each. */
    public void checkSameAs(OutputTree other, String what) {
        assertThat(names()).as(what).isNotEmpty().isEqualTo(other.names());
        Set<String> different = new TreeSet<>(names());
        different.removeIf(name -> Arrays.equals(files.get(name), other.files.get(name)));
        assertThat(different).as("files with other bytes, " + what).isEmpty();
    }
}
