package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an adapter for another engine stands on: items, plans, and the seven types of flow that a user implements or is
 * given. A module that knows nothing else compiles.
 */
class EngineApiTest {

    private static final Path CLASSES = Path.of("target", "classes");
    private static final List<String> FLOW =
            List.of("Step", "Part", "Output", "Writer", "Source", "Result", "Heartbeat");
    private static final Pattern NAMED = Pattern.compile("io\\.millrace\\.[a-z.]+\\.[A-Z]\\w+");

    private static final String MODULE =
            """
            package adapter;

            import io.millrace.engine.flow.Heartbeat;
            import io.millrace.engine.flow.Output;
            import io.millrace.engine.flow.Part;
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
            import io.millrace.engine.item.Outcome;
            import io.millrace.engine.plan.Plan;
            import io.millrace.engine.plan.StageSettings;
            import java.util.ArrayList;
            import java.util.List;

            /** Runs a plan without the engine: each step of each item, one after the other. */
            final class OneByOne {

                record Lent<T>(Item<?> item, T payload) implements Part<T> {
                    @Override
                    public void reserve(long bytes) throws FaultException {
                        if (bytes > 1 << 30) {
                            throw new FaultException(Fault.of("TooLarge", bytes + " bytes"));
                        }
                    }
                }

                static final class Taken<O> implements Output<O> {
                    final List<O> values = new ArrayList<>();
                    Fault fault;

                    @Override
                    public void emit(Part<?> part, O value) {
                        values.add(value);
                    }

                    @Override
                    public void stream(Part<?> part, O value, int most) {
                        values.add(value);
                    }

                    @Override
                    public void empty(Part<?> part, Fault reason) {
                        fault = reason;
                    }

                    @Override
                    public void fail(Part<?> part, Fault reason) {
                        fault = reason;
                    }
                }

                @SuppressWarnings({"unchecked", "rawtypes"})
                static Outcome run(Plan plan, Item<?> item) throws Exception {
                    List<Object> values = new ArrayList<>(List.of(item.body()));
                    for (Plan.StepPlan stage : plan.steps()) {
                        StageSettings settings = stage.settings();
                        List<Object> next = new ArrayList<>();
                        try (Step step = stage.step().get()) {
                            for (Object value : values) {
                                Taken taken = new Taken();
                                step.apply(List.of(new Lent<>(item, value)), taken);
                                if (taken.fault != null) {
                                    return Outcome.failed(taken.fault.in(stage.name()));
                                }
                                next.addAll(taken.values);
                            }
                        }
                        assert settings.workers() > 0;
                        values = next;
                    }
                    Result result = new Result(item, 0, values);
                    try (Writer writer = plan.writer().writer().get()) {
                        writer.write(List.of(result));
                        writer.finish();
                    }
                    return result.outcome();
                }

                static Plan plan(Source<String> source, List<String> written) {
                    Writer<Integer> writer = results -> results.forEach(result -> {
                        written.add(result.item().id() + " " + result.values());
                        result.wrote(new Artifact("a", 1, 2));
                    });
                    return Plan.from(source)
                            .then("measure", StageSettings.of(2), () -> Step.of(String::length))
                            .write("write", StageSettings.of(1), () -> writer);
                }

                static Item<String> item(String id) {
                    return new Item<>(new ItemId(id), id, Identity.NONE, "four", null);
                }

                static void beat() {
                    Heartbeat.beat();
                }
            }
            """;

    @Test
    void shouldCompileAnAdapterAgainstTheListedTypesAlone(@TempDir Path folder) throws Exception {
        Path allowed = copied(folder.resolve("api"));
        Path source = folder.resolve("adapter/OneByOne.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, MODULE);

        assertThat(compiled(source, allowed, folder.resolve("out"))).isEmpty();
    }

    /** What is listed names nothing in its signatures that is not. */
    @Test
    void shouldNameNothingElseInPublicSignatures() throws Exception {
        List<String> strangers = new ArrayList<>();
        for (Path file : listed()) {
            String name =
                    CLASSES.relativize(file).toString().replace(".class", "").replace('/', '.');
            Class<?> type = Class.forName(name);
            if (!java.lang.reflect.Modifier.isPublic(type.getModifiers())) {
                continue;
            }
            Stream.of(
                            Stream.of(type.getMethods()).map(Object::toString),
                            Stream.of(type.getConstructors()).map(Object::toString),
                            Stream.of(type.getFields()).map(Object::toString))
                    .flatMap(members -> members)
                    .filter(member -> member.contains(name))
                    .forEach(member -> {
                        Matcher named = NAMED.matcher(member);
                        while (named.find()) {
                            if (!isListed(named.group())) {
                                strangers.add(named.group() + " in " + member);
                            }
                        }
                    });
        }
        assertThat(strangers).isEmpty();
    }

    private static boolean isListed(String name) {
        String of = name.replaceFirst("\\$.*", "");
        return of.startsWith("io.millrace.engine.item.")
                || of.startsWith("io.millrace.engine.plan.")
                || FLOW.stream().anyMatch(flow -> of.equals("io.millrace.engine.flow." + flow));
    }

    /** The classes of items and plans, and the seven of flow. */
    private static List<Path> listed() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("item", "plan", "flow")) {
            try (Stream<Path> all = Files.list(CLASSES.resolve("io/millrace/engine/" + folder))) {
                all.filter(file -> file.toString().endsWith(".class"))
                        .filter(file -> !folder.equals("flow") || isOfFlow(file))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isOfFlow(Path file) {
        String name = file.getFileName().toString().replaceFirst("[$.].*", "");
        return FLOW.contains(name);
    }

    private static Path copied(Path to) throws IOException {
        for (Path file : listed()) {
            Path copy = to.resolve(CLASSES.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return to;
    }

    /** What the compiler says, in English; nothing where it is content. */
    private static List<String> compiled(Path source, Path api, Path to) throws IOException {
        Files.createDirectories(to);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        String reactive = Path.of(org.reactivestreams.Publisher.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, Locale.ROOT, null)) {
            compiler.getTask(
                            null,
                            files,
                            said,
                            List.of("-cp", api + ":" + reactive, "-d", to.toString(), "-proc:none"),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
        }
        return said.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.toString())
                .toList();
    }
}
