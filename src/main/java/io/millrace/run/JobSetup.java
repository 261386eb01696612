package io.millrace.run;

import io.millrace.config.ConfigException;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.config.Layers.Flag;
import io.millrace.config.Spelling;
import io.millrace.jobs.Assembly;
import io.millrace.jobs.Job;
import io.millrace.jobs.Jobs;
import io.millrace.jobs.Resources;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job with all its settings read and checked.
 *
 * @param job what runs
 * @param configuration effective, without problems
 * @param assembly of the job
 * @param run the settings that every job has
 */
public record JobSetup(Job job, Configuration configuration, Assembly assembly, RunSettings run) {

    /** Reads the layers that {@code request} names. Everything that is wrong with them comes as one refusal. */
    public static JobSetup of(JobRequest request, List<Flag> more) throws Refusal {
        return of(request, more, Installation.folder().resolve("conf/site.conf"), System.getenv());
    }

    /** As {@link #of}, from the settings that a run has recorded: they hold what its site and environment said. */
    public static JobSetup recorded(JobRequest request, List<Flag> more) throws Refusal {
        return of(request, more, null, Map.of());
    }

    private static JobSetup of(JobRequest request, List<Flag> more, Path site, Map<String, String> environment)
            throws Refusal {
        Path file = Files.isRegularFile(request.file()) ? request.file() : null;
        Configuration named = Configuration.load(Layers.of(file));
        Job job = job(request, file, named);
        List<Flag> flags = new ArrayList<>(request.flags().of(job));
        List<Flag> given = List.copyOf(flags);
        flags.addAll(more);
        if (file == null) {
            flags.add(new Flag("the job", "job", job.name()));
        }
        Configuration configuration = named.with(new Layers(file, site, environment, request.sets(), flags));
        Resources resources = Installation.resources();
        Assembly assembly = job.assemble(configuration, resources);
        RunSettings run = RunSettings.bind(configuration);
        JobName name = configuration.bind("", JobName.class);
        if (name != null && !name.job().equals(job.name())) {
            configuration.refuse("job", request.file() + " is for " + job.name() + ", and only it says so");
        }
        check(configuration);
        requireUse(job, configuration, given, request.sets());
        run.checkMemory(resources);
        checkApart(run.output(job.name()), assembly.inputs());
        return new JobSetup(job, configuration, assembly, run);
    }

    /**
     * What is given for this run, as opposed to a file that several jobs share, and has no effect was meant for another
     * job.
     */
    private static void requireUse(Job job, Configuration configuration, List<Flag> flags, List<String> sets)
            throws Refusal {
        for (Flag flag : flags) {
            requireUse(job, configuration, flag.name(), flag.key());
        }
        for (String set : sets) {
            String key = set.replaceFirst("\\s*\\+?=.*", "").strip();
            requireUse(job, configuration, "--set " + key, key);
        }
    }

    private static void requireUse(Job job, Configuration configuration, String option, String key) throws Refusal {
        if (configuration.isIdle(key)) {
            throw Refusal.config(
                    option + " has no effect on " + job.name() + ", which does not read " + key + "; leave it out");
        }
    }

    /** Results that lie among what they are made of would overwrite it sooner or later. */
    private static void checkApart(Path output, List<Path> inputs) throws Refusal {
        for (Path input : inputs) {
            if (real(input).startsWith(real(output))) {
                throw Refusal.config("the output " + output + " holds the input " + input
                        + "; choose a folder of its own with --output");
            }
        }
    }

    /** Absolute, and without symbolic links as far as it exists. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            Path above = absolute.getParent();
            return above == null ? absolute : real(above).resolve(absolute.getFileName());
        }
    }

    /** Where results go. */
    public Path output() {
        return run.output(job.name());
    }

    /** @param file the request's, null if there is none: a job needs none */
    private static Job job(JobRequest request, Path file, Configuration named) throws Refusal {
        if (file == null) {
            Job known = Jobs.find(request.job());
            if (known == null) {
                throw unknown(request);
            }
            return known;
        }
        JobName name = named.bind("", JobName.class);
        Job job = name == null ? null : Jobs.find(name.job());
        if (job != null) {
            return job;
        }
        check(named);
        throw Refusal.config(
                file + ": there is no job '" + name.job() + "'; the jobs are " + String.join(", ", Jobs.names()));
    }

    /** The key that says which job a file is for. */
    record JobName(String job) {}

    private static Refusal unknown(JobRequest request) {
        String word = request.job();
        if (word.contains("/") || word.endsWith(".conf")) {
            return Refusal.unavailable("there is no configuration file " + request.file());
        }
        List<String> words = new ArrayList<>(request.words());
        words.addAll(Jobs.names());
        String hint = Spelling.hint(word, words);
        return Refusal.usage("'" + word + "' is neither a verb nor a job" + (hint.isEmpty() ? "." : hint) + " Jobs: "
                + String.join(", ", Jobs.names()) + ". Verbs: " + String.join(", ", request.words()) + ".");
    }

    private static void check(Configuration configuration) throws Refusal {
        try {
            configuration.check();
        } catch (ConfigException e) {
            throw Refusal.config(e.getMessage());
        }
    }
}
