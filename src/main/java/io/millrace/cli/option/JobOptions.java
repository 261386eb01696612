package io.millrace.cli.option;

import io.millrace.config.Layers.Flag;
import io.millrace.config.Spelling;
import io.millrace.jobs.Job;
import io.millrace.jobs.JobOption;
import io.millrace.run.JobRequest;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of every verb that takes a job: most are short forms of settings, and become flags of the configuration.
 */
public final class JobOptions {

    @Parameters(index = "0", paramLabel = "<job>", description = "a job ({jobs}), or a .conf file that names one")
    public String job;

    @Parameters(index = "1..*", paramLabel = "INPUT", arity = "0..*", description = "{inputs}")
    public List<String> inputs = new ArrayList<>();

    @Option(
            names = {"--output", "--output-dir"},
            paramLabel = "DIR",
            description = "where results go (out/<job>)")
    public String output;

    @Option(
            names = {"-w", "--workers", "--num-workers"},
            paramLabel = "N|STAGE=N,...",
            description = "workers of the heavy stages, or of the stages named")
    public String workers;

    @Option(
            names = {"-n", "--limit", "--max-samples", "--max-videos"},
            paramLabel = "N",
            description = "the first N items only")
    String limit;

    @Option(names = "--part", paramLabel = "i/n", description = "the i-th of n parts, for n machines")
    String part;

    @Option(names = "--only", paramLabel = "ID", description = "one item only")
    public String only;

    @Option(
            names = "--durability",
            paramLabel = "D",
            description = "process (survives kill -9) or power (the machine's)")
    String durability;

    @Mixin
    public ResultOptions results = new ResultOptions();

    @Option(names = "--resume", hidden = true, description = "the default")
    boolean resume;

    @Option(names = "--checkpoint-file", hidden = true)
    String checkpointFile;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    /** Gives a command the jobs' own options. */
    public void declare(CommandSpec command) {
        declare(command, SharedOption.all());
    }

    void declare(CommandSpec command, List<SharedOption> options) {
        results.declareInputs(command, options);
        results.declare(command, options);
    }

    public JobRequest request() {
        return new JobRequest(job, job == null ? null : jobFile(), results.sets, this::flags, verbs());
    }

    private Set<String> verbs() {
        return spec == null ? Set.of() : new TreeSet<>(spec.root().subcommands().keySet());
    }

    /** @param job says what INPUT is, and what a bare number of workers is for */
    List<Flag> flags(Job job) throws Refusal {
        List<Flag> flags = new ArrayList<>();
        add(flags, "--output", "output.dir", output);
        add(flags, "INPUT", job.inputKey(), onlyInput(job));
        add(flags, "--limit", "source.limit", limit);
        add(flags, "--part", "source.part", part);
        add(flags, "--only", "source.only", only);
        flags.addAll(results.flags(job));
        add(flags, "--durability", "journal.durability", durability);
        addWorkers(flags, job);
        return flags;
    }

    public Path jobFile() {
        boolean path = job.contains("/") || job.endsWith(".conf");
        return path ? Path.of(job) : Installation.folder().resolve("conf").resolve(job + ".conf");
    }

    /** A notice for each option that is taken but means nothing here. */
    public List<String> notices() {
        return checkpointFile == null
                ? List.of()
                : List.of("--checkpoint-file is not needed: the output keeps its own journal, and runs resume "
                        + "by themselves");
    }

    private String onlyInput(Job job) throws Refusal {
        if (inputs.size() > 1) {
            throw Refusal.usage("one input at a time; these are " + inputs.size() + ": " + inputs);
        }
        for (JobOption option : job.options()) {
            String again = option.key().equals(job.inputKey()) ? results.given().get(option.name()) : null;
            if (again != null && !inputs.isEmpty()) {
                throw Refusal.usage(
                        "one input at a time; these are 2: " + inputs.get(0) + " and " + option.name() + " " + again);
            }
        }
        return inputs.isEmpty() ? null : inputs.get(0);
    }

    private void addWorkers(List<Flag> flags, Job job) throws Refusal {
        if (workers == null) {
            return;
        }
        if (!workers.contains("=")) {
            job.profile()
                    .stages()
                    .heavy()
                    .forEach(stage -> add(flags, "--workers", "stages." + stage + ".workers", workers));
            return;
        }
        Set<String> named = new HashSet<>();
        for (String entry : workers.split(",", -1)) {
            String[] sides = entry.split("=", -1);
            if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank() || !named.add(sides[0].strip())) {
                String form = "--workers takes a number, or stages like decode=4,transform=2, each once; not '"
                        + workers + "'";
                throw Refusal.usage(form);
            }
            requireStage(job, sides[0].strip());
            add(flags, "--workers", "stages." + sides[0].strip() + ".workers", sides[1].strip());
        }
    }

    /** Another job's stage would be a setting without effect. */
    private static void requireStage(Job job, String stage) throws Refusal {
        List<String> stages = job.profile().stages().names();
        if (!stages.contains(stage)) {
            throw Refusal.config("--workers: " + job.name() + " has no stage '" + stage + "'; there is "
                    + String.join(", ", stages) + Spelling.hint(stage, stages));
        }
    }

    public static void add(List<Flag> flags, String name, String key, String value) {
        if (value != null) {
            flags.add(new Flag(name, key, value));
        }
    }

    /** How long a run may take: a number and s, m, h or d. */
    public static Duration duration(String text) throws Refusal {
        String number = text.replaceAll("[a-z]+$", "");
        String unit = text.substring(number.length());
        try {
            return switch (unit) {
                case "s", "" -> Duration.ofSeconds(Long.parseLong(number));
                case "m" -> Duration.ofMinutes(Long.parseLong(number));
                case "h" -> Duration.ofHours(Long.parseLong(number));
                case "d" -> Duration.ofDays(Long.parseLong(number));
                default -> throw new NumberFormatException(unit);
            };
        } catch (NumberFormatException e) {
            throw Refusal.usage("'" + text + "' is no duration; write it like 90s, 30m or 2h");
        }
    }
}
