package io.millrace.cli;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import io.millrace.engine.flow.Part;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Keeps one item of a run in its decoder until the test lets it go, so that a test meets the run at its work however
 * slow the machine is. Whoever stops a run that waits here is heard: the wait can be interrupted.
 */
public final class Gate {

    /** No time at a gate is too long: other tests look after what hangs. */
    private static final String PATIENT = "stages.decode.timeout=1h";

    private static final long LOOK_MS = 5;

    /** Is there once the gate is open. */
    private final Path open;

    private final String options;

    private Gate(Path open, String options) {
        this.open = open;
        this.options = options;
    }

    /** Before the item {@code id}; closed. */
    public static Gate before(String id) throws IOException {
        Path folder = Files.createTempDirectory("gate-");
        folder.toFile().deleteOnExit();
        Path jar = AgentJar.write(folder.resolve("gate.jar"), Keeper.class, Decoding.class);
        jar.toFile().deleteOnExit();
        Path open = folder.resolve("open");
        return new Gate(open, "-javaagent:" + jar + "=" + id + "=" + open);
    }

    /** The same command, of which the item has to wait. */
    public BinRun with(BinRun command) {
        return command.and("--set", PATIENT).with("MILLRACE_OPTS", options);
    }

    /** Lets the item go, and any process that comes to it later. */
    public void open() throws IOException {
        Files.createFile(open);
        open.toFile().deleteOnExit();
    }

    /** The Java agent in the process that waits. */
    public static final class Keeper {

        private static String item;
        private static Path opened;

        private Keeper() {}

        /** @param arguments the item's id and the file, with an equals sign between */
        public static void premain(String arguments, Instrumentation instrumentation) {
            int end = arguments.indexOf('=');
            item = arguments.substring(0, end);
            opened = Path.of(arguments.substring(end + 1));
            new AgentBuilder.Default()
                    .type(namedOneOf("io.millrace.media.video.VideoDecoder", "io.millrace.media.image.ImageDecoder"))
                    .transform((builder, type, loader, module, domain) ->
                            builder.visit(Advice.to(Decoding.class).on(named("apply"))))
                    .installOn(instrumentation);
        }

        public static void pass(List<Part<?>> batch) throws InterruptedException {
            boolean waits =
                    batch.stream().anyMatch(part -> part.item().id().value().equals(item));
            while (waits && !Files.exists(opened)) {
                Thread.sleep(LOOK_MS);
            }
        }
    }

    /** Before each application of a decoder. */
    public static final class Decoding {

        private Decoding() {}

        @Advice.OnMethodEnter
        public static void before(@Advice.Argument(0) List<Part<?>> batch) throws InterruptedException {
            Keeper.pass(batch);
        }
    }
}
