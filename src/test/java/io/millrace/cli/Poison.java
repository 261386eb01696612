package io.millrace.cli;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.millrace.engine.flow.Part;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A Java agent that turns the decoder of a process into one with a bug: it ends the process, as native code does, or
 * never comes back, when it gets an item whose name says so.
 */
public final class Poison {

    /** Items of this name end their process with SIGABRT, of which the JVM hears nothing. */
    static final String ABORTS = "aborts";

    /** Items of this name end it with SIGSEGV, of which the JVM leaves an account. */
    static final String CRASHES = "crashes";

    /** Items of this name keep their decoder for ever. */
    static final String SPINS = "spins";

    private Poison() {}

    /** The option for the JVM; the agent is made in {@code folder}. */
    static String option(Path folder) throws IOException {
        return "-javaagent:" + AgentJar.write(folder.resolve("poison.jar"), Poison.class, Decoding.class, Wild.class);
    }

    public static void premain(String arguments, Instrumentation instrumentation) {
        new AgentBuilder.Default()
                .type(named("io.millrace.media.video.VideoDecoder"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Decoding.class).on(named("apply"))))
                .installOn(instrumentation);
    }

    /** Before each application of the decoder. */
    public static final class Decoding {

        private Decoding() {}

        @Advice.OnMethodEnter
        public static void before(@Advice.Argument(0) List<Part<?>> batch) {
            taste(batch);
        }
    }

    public static void taste(List<Part<?>> batch) {
        for (Part<?> part : batch) {
            String id = part.item().id().value();
            if (id.contains(ABORTS)) {
                Pointer.free(new BytePointer(64).position(8)); // the C library checks, and calls abort()
            } else if (id.contains(CRASHES)) {
                new Wild().put((byte) 1);
            } else if (id.contains(SPINS)) {
                spin();
            }
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** Points to where no memory is. */
    static final class Wild extends BytePointer {

        Wild() {
            address = 8;
        }
    }
}
