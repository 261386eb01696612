package io.millrace.jobs;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * A verb of a job's own, {@code bin/run <job> <name> ...}. Its name stands where INPUT would; a folder of that name is
 * {@code ./name}.
 *
 * @param name one word
 * @param summary one line for the help
 * @param parameters what stands behind it, each once, as the help calls them
 * @param options that take a value: a line for the help by the name with its dashes
 * @param action does it
 */
public record JobVerb(
        String name, String summary, List<String> parameters, Map<String, String> options, Action action) {

    /** What was given. */
    public record Given(List<String> parameters, Map<String, String> options) {}

    @FunctionalInterface
    public interface Action {
        /**
         * @param out takes the answer
         * @return the exit code
         * @throws Exception whose message is a sentence, as for any verb
         */
        int run(Given given, PrintStream out) throws Exception;
    }
}
