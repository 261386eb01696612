package io.millrace.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * An output with its journal as an earlier version of the program left it, and the input that it was made of. Kept as
 * {@code VERSION/JOB-input.zip} and {@code VERSION/JOB-FORMAT-STATE.zip}; {@link PastMaker} makes them.
 *
 * @param version the folder of all outputs of one version
 * @param state what had become of the run, such as {@code killed}
 */
record Past(Path version, String job, String format, String state) {

    private static final Path ROOT = Path.of("src", "test", "resources", "io", "millrace", "past");

    private static final String ENDING = ".zip";
    private static final String INPUT = "-input" + ENDING;

    /** The words after {@code bin/run}, a line each; the folder that the input lies in is {@value #PLACE}. */
    private static final String COMMAND = "command";

    private static final String PLACE = "{input}";

    static Path version(String name) {
        return ROOT.resolve(name);
    }

    /** Of every version that there is. */
    static List<Past> all() throws IOException {
        List<Past> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(ENDING) && !name.endsWith(INPUT)) {
                    String[] words =
                            name.substring(0, name.length() - ENDING.length()).split("-", 3);
                    all.add(new Past(file.getParent(), words[0], words[1], words[2]));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return version.getFileName() + " " + job + " " + format + " " + state;
    }

    void keepInput(Path input, List<String> command) throws IOException {
        Files.write(input.resolve(COMMAND), command);
        pack(input, inputFile());
    }

    void keep(Path output) throws IOException {
        pack(output, file());
    }

    /** The input with its dates. */
    void putInput(Path folder) throws IOException {
        unpack(inputFile(), folder);
    }

    void putOutput(Path folder) throws IOException {
        unpack(file(), folder);
    }

    /** What resumes {@code output}, beginning with the job's name. */
    List<String> command(Path input, Path output) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : Files.readAllLines(input.resolve(COMMAND))) {
            words.add(word.replace(PLACE, input.toString()));
        }
        words.addAll(List.of("--format", format, "--output", output.toString()));
        return words;
    }

    private Path file() {
        return version.resolve(job + "-" + format + "-" + state + ENDING);
    }

    private Path inputFile() {
        return version.resolve(job + INPUT);
    }

    /** Dates are kept to the second, of folders too. */
    private static void pack(Path folder, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
                Stream<Path> all = Files.walk(folder)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (Path path : (Iterable<Path>) all.sorted().skip(1)::iterator) {
                String name = folder.relativize(path).toString();
                ZipEntry entry = new ZipEntry(Files.isDirectory(path) ? name + "/" : name);
                entry.setLastModifiedTime(Files.getLastModifiedTime(path));
                zip.putNextEntry(entry);
                if (!entry.isDirectory()) {
                    Files.copy(path, zip);
                }
            }
        }
    }

    private static void unpack(Path file, Path folder) throws IOException {
        Map<Path, FileTime> dates = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path path = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, path);
                    }
                }
                dates.put(path, entry.getLastModifiedTime());
            }
        }
        for (Map.Entry<Path, FileTime> date : dates.entrySet()) {
            Files.setLastModifiedTime(date.getKey(), date.getValue());
        }
    }
}
