package io.millrace.run;

import io.millrace.config.Layers.Flag;
import io.millrace.jobs.Job;
import io.millrace.run.process.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which job is asked for, and what of its settings is said beside its file.
 *
 * @param job as it was called
 * @param file of its settings
 * @param sets {@code KEY=VALUE}
 * @param flags options of the command line, as settings
 * @param words that could have been meant instead of a job
 */
public record JobRequest(String job, Path file, List<String> sets, Flags flags, Collection<String> words) {

    private static final String ONLY = "source.only";
    private static final String OUTPUT = "output.dir";

    /** The settings that options stand for; which these are may depend on the job. */
    @FunctionalInterface
    public interface Flags {
        List<Flag> of(Job job) throws Refusal;
    }

    /**
     * The same of the job of an output, by the settings that its run has left: all of its input, unless one item is
     * asked for.
     */
    JobRequest of(Path output, Path config) {
        return new JobRequest(config.toString(), config, sets, job -> recorded(output, flags.of(job)), words);
    }

    private static List<Flag> recorded(Path output, List<Flag> given) {
        List<Flag> flags = new ArrayList<>(given);
        flags.removeIf(flag -> flag.key().equals(OUTPUT));
        flags.add(new Flag("--output", OUTPUT, output.toString()));
        return flags;
    }

    /** What takes back how much of the input the run before was for. */
    static List<Flag> all(List<Flag> given) {
        List<Flag> flags = new ArrayList<>();
        flags.add(new Flag("OUT", "source.limit", "0"));
        flags.add(new Flag("OUT", "source.part", null));
        if (given.stream().noneMatch(flag -> flag.key().equals(ONLY))) {
            flags.add(new Flag("OUT", ONLY, null));
        }
        return flags;
    }
}
