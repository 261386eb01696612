package io.millrace.cli.doctor;

import io.millrace.cli.run.RunCommand;
import io.millrace.jobs.Jobs;
import io.millrace.run.JobSetup;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The words of a run that is to be measured, read as the run itself would read them.
 *
 * @param run what it would do
 * @param words of the same run without those that the measuring says itself; the job first
 */
record MeasuredWords(RunCommand run, List<String> words) {

    /** One name of each: what the measuring says itself, or what makes no sense for runs whose results nobody keeps. */
    private static final Set<String> OWN = Set.of(
            ("--output --workers --json --progress -q -v --log-file --report --no-color --no-restart --max-duration"
                            + " --retry-failed --stale --fresh --yes --accept-loss --resume --checkpoint-file")
                    .split(" "));

    private static final int MOST_WORKERS = 256;

    /**
     * @param doctor the command that was given them
     * @param given the job first; a word that a run does not know ends the command as it ends a run
     */
    static MeasuredWords of(CommandSpec doctor, List<String> given) {
        CommandLine line = doctor.root().commandLine().getSubcommands().get("run");
        ParseResult parsed = line.parseArgs(given.toArray(String[]::new));
        RunCommand run = line.getCommand();
        List<String> words = new ArrayList<>(List.of(run.options.job));
        words.addAll(run.options.inputs);
        for (OptionSpec option : parsed.matchedOptionsSet()) {
            if (Arrays.stream(option.names()).noneMatch(OWN::contains)) {
                add(words, option);
            }
        }
        return new MeasuredWords(run, words);
    }

    private static void add(List<String> words, OptionSpec option) {
        if (option.arity().max() == 0) {
            words.add(option.longestName());
        } else {
            option.originalStringValues().forEach(value -> words.addAll(List.of(option.longestName(), value)));
        }
    }

    String job() {
        return run.options.job;
    }

    boolean json() {
        return run.show.json;
    }

    /** The workers that were asked for; 0 if none were. */
    int workers() throws Refusal {
        String workers = run.options.workers;
        if (workers == null) {
            return 0;
        }
        try {
            int number = Integer.parseInt(workers);
            if (number >= 2 && number <= MOST_WORKERS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refusal.usage("doctor measures with 1 worker and with -w N of each heavy stage: N is 2 to " + MOST_WORKERS
                + ", not '" + workers + "'");
    }

    void requireNoInput() throws Refusal {
        if (!run.options.inputs.isEmpty()) {
            throw Refusal.usage("doctor all makes samples; with INPUT name the job: bin/run doctor "
                    + Jobs.names().get(0) + " " + CommandLineWords.quoted(run.options.inputs.get(0)));
        }
    }

    /** Whether the command line or a file of settings says what to measure with. */
    static boolean namesInput(JobSetup setup) {
        return setup.configuration().shown().stream()
                .anyMatch(shown -> setup.job().profile().input().keys().contains(shown.key())
                        && !shown.value().equals("null"));
    }
}
