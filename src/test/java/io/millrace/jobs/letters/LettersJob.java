package io.millrace.jobs.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.Auto;
import io.millrace.config.Configuration;
import io.millrace.config.Range;
import io.millrace.engine.flow.Result;
import io.millrace.engine.flow.Source;
import io.millrace.engine.flow.Step;
import io.millrace.engine.flow.Writer;
import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Outputs;
import io.millrace.engine.plan.Plan;
import io.millrace.engine.plan.StageSettings;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.Job;
import io.millrace.jobs.JobOption;
import io.millrace.jobs.JobProfile;
import io.millrace.jobs.JobVerb;
import io.millrace.jobs.Phase;
import io.millrace.jobs.Resources;
import io.millrace.store.OutputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A job that no class of the program knows. Two phases: {@code count} counts the letters of each text, {@code sum} adds
 * up what the first has left, letter by letter.
 */
public final class LettersJob implements Job {

    private static final JobProfile PROFILE = new JobProfile(
            "letters",
            "texts -> how often each letter occurs",
            new JobProfile.Input(
                    "the folder of texts",
                    List.of("source.texts"),
                    List.of(new JobProfile.Needed("source.texts", "texts"))),
            List.of(JobOption.result("letters.fold", "F", "keep or lower (lower)", "--fold")),
            new JobProfile.Stages(List.of("read", "add", "write"), List.of("read"), Map.of("read", "shorter texts")));

    @Override
    public JobProfile profile() {
        return PROFILE;
    }

    @Override
    public List<JobVerb> verbs() {
        return List.of(new JobVerb(
                "most", "which letter occurs most", List.of("OUT"), Map.of("--top", "how many (1)"), (given, out) -> {
                    Path sums = Path.of(given.parameters().get(0)).resolve("sums");
                    int top = Integer.parseInt(given.options().getOrDefault("--top", "1"));
                    new Counts(sums)
                            .all().entrySet().stream()
                                    .sorted(Map.Entry.<String, Long>comparingByValue()
                                            .reversed())
                                    .limit(top)
                                    .forEach(sum -> out.println(sum.getKey() + " " + sum.getValue()));
                    return 0;
                }));
    }

    @Override
    public String words(Object payload) {
        return payload instanceof TreeMap<?, ?> counts ? counts.size() + " letters" : null;
    }

    @Override
    public String advice(Fault fault, String retry) {
        return fault.type().equals("NoLetters") ? "write something into the file: " + retry : null;
    }

    @Override
    public List<String> sample(Path folder) throws IOException {
        for (int i = 0; i < 2000; i++) {
            Files.writeString(folder.resolve(i + ".txt"), "some text number " + i);
        }
        return List.of(folder.toString());
    }

    /** {@code source}. */
    record Texts(Path texts, @Range(min = 0) int limit, String only) {}

    /** {@code stages.read}. */
    record Read(Auto workers, int queue) {}

    @Override
    public Assembly assemble(Configuration configuration, Resources resources) {
        Texts texts = configuration.bind("source", Texts.class);
        Settings letters = configuration.bind("letters", Settings.class);
        Read read = configuration.bind("stages.read", Read.class);
        Read add = configuration.bind("stages.add", Read.class);
        configuration.bind("stages.write", Read.class);
        return new Assembly() {
            @Override
            public List<Path> inputs() {
                return texts.texts() == null ? List.of() : List.of(texts.texts());
            }

            @Override
            public List<Phase<?, ?>> phases() {
                return List.of(
                        new Count(texts, letters, resources.stage(read.workers(), 1, read.queue(), Duration.ZERO)),
                        new Sum(letters, resources.stage(add.workers(), 1, add.queue(), Duration.ZERO)));
            }

            @Override
            public List<String> resultVersions() {
                return List.of("count 1", "sum 1");
            }
        };
    }

    /** {@code letters}. */
    record Settings(String fold, Duration pause) {}

    /** The texts of a folder. */
    record TextSource(List<Item<Path>> listed) implements Source<Path> {

        @Override
        public Publisher<Item<Path>> items() {
            return Flux.fromIterable(listed);
        }

        @Override
        public long expected() {
            return listed.size();
        }

        static TextSource of(List<Path> files) {
            return new TextSource(files.stream()
                    .sorted()
                    .map(file -> {
                        String name = file.getFileName().toString();
                        return new Item<>(new ItemId(name), name, identity(file), file, null);
                    })
                    .toList());
        }

        private static Identity identity(Path file) {
            try {
                return new Identity(
                        Files.size(file), Files.getLastModifiedTime(file).toMillis(), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Count(Texts texts, Settings letters, StageSettings read) implements Phase<Path, TextSource> {

        @Override
        public String name() {
            return "count";
        }

        @Override
        public TextSource open(Path output) {
            try (Stream<Path> files = Files.list(texts.texts())) {
                return TextSource.of(files.filter(file -> texts.only() == null
                                || file.getFileName().toString().equals(texts.only()))
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Source<Path> open(List<Path> files) {
            return TextSource.of(files);
        }

        @Override
        public Plan plan(Source<Path> source, Place place) {
            return Plan.from(source)
                    .then("read", read, () -> Step.of(file -> counted(file, letters)))
                    .write(
                            "write",
                            StageSettings.of(1),
                            () -> new Counts(place.output().resolve("counts")));
        }

        private static TreeMap<String, Long> counted(Path file, Settings letters) throws Exception {
            Thread.sleep(letters.pause().toMillis());
            String text = Files.readString(file);
            TreeMap<String, Long> counts = new TreeMap<>();
            (letters.fold().equals("lower") ? text.toLowerCase(Locale.ROOT) : text)
                    .chars()
                    .filter(Character::isLetter)
                    .forEach(letter -> counts.merge(Character.toString(letter), 1L, Long::sum));
            if (counts.isEmpty()) {
                throw new FaultException(Fault.of("NoLetters", "there is no letter in it"));
            }
            return counts;
        }

        @Override
        public String layout() {
            return "a file of counts for each text";
        }

        @Override
        public Outputs outputs(Path output) {
            return new OutputFiles(output);
        }
    }

    /** Its items are the letters that the first phase has found. */
    private record Sum(Settings letters, StageSettings add) implements Phase<String, LetterSource> {

        @Override
        public String name() {
            return "sum";
        }

        @Override
        public LetterSource open(Path output) {
            return new LetterSource(new Counts(output.resolve("counts"))
                    .all().keySet().stream()
                            .map(letter -> Item.of(letter, letter))
                            .toList());
        }

        @Override
        public Plan plan(Source<String> source, Place place) {
            Counts counts = new Counts(place.output().resolve("counts"));
            return Plan.from(source)
                    .then(
                            "add",
                            add,
                            () -> Step.of(letter -> {
                                Thread.sleep(letters.pause().toMillis());
                                return new TreeMap<>(Map.of(letter, counts.all().get(letter)));
                            }))
                    .write(
                            "write",
                            StageSettings.of(1),
                            () -> new Counts(place.output().resolve("sums")));
        }

        @Override
        public String layout() {
            return "a file for each letter";
        }

        @Override
        public Outputs outputs(Path root) {
            return new OutputFiles(root);
        }
    }

    /** Letters. */
    record LetterSource(List<Item<String>> listed) implements Source<String> {

        @Override
        public Publisher<Item<String>> items() {
            return Flux.fromIterable(listed);
        }
    }

    /** A file of lines, a letter and its count, for each item. */
    record Counts(Path folder) implements Writer<TreeMap<String, Long>> {

        @Override
        public void write(List<Result<TreeMap<String, Long>>> results) throws IOException {
            Files.createDirectories(folder);
            for (Result<TreeMap<String, Long>> result : results) {
                List<String> lines = new ArrayList<>();
                result.values().get(0).forEach((letter, count) -> lines.add(letter + " " + count + "\n"));
                byte[] bytes = String.join("", lines).getBytes(UTF_8);
                Path file = folder.resolve(result.item().id().path() + ".txt");
                Path temporary = folder.resolve(result.item().id().path() + ".tmp");
                Files.write(temporary, bytes);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
                CRC32C crc = new CRC32C();
                crc.update(bytes);
                result.wrote(new Artifact(
                        folder.getFileName() + "/" + file.getFileName(), bytes.length, (int) crc.getValue()));
            }
        }

        @Override
        public void skip(Item<?> item, long ordinal) throws IOException {
            Files.deleteIfExists(folder.resolve(item.id().path() + ".txt"));
        }

        /** The sum of all files. */
        Map<String, Long> all() {
            Map<String, Long> all = new TreeMap<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".txt")).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        String[] words = line.split(" ");
                        all.merge(words[0], Long.valueOf(words[1]), Long::sum);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return all;
        }
    }
}
