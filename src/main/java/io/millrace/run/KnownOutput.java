package io.millrace.run;

import io.millrace.config.ConfigException;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.config.Layers.Flag;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalFolder;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.JournalView;
import io.millrace.jobs.Job;
import io.millrace.jobs.Jobs;
import io.millrace.run.account.Advice;
import io.millrace.run.account.RunHistory;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An output as its latest run left it: what the verbs begin with that are given an output and nothing else.
 *
 * @param folder the output
 * @param config the settings of that run, a file
 * @param journal where its journal lies
 * @param job that run's
 */
public record KnownOutput(Path folder, Path config, JournalSettings journal, String job) {

    public static KnownOutput of(Path folder) throws Refusal, IOException {
        Path run = RunHistory.latest(folder);
        if (run == null) {
            throw none(folder);
        }
        Path config = run.toAbsolutePath().resolve("config.conf");
        Configuration configuration = Configuration.load(Layers.of(config));
        JournalSettings journal = configuration.bind("journal", JournalSettings.class);
        JobSetup.JobName named = configuration.bind("", JobSetup.JobName.class);
        if (journal == null || named == null || !Files.isReadable(config)) {
            throw Refusal.config(problems(configuration));
        }
        return new KnownOutput(folder, config, journal, named.job());
    }

    /** Of a folder that is no output. */
    public static Refusal none(Path folder) {
        String what = Files.isDirectory(folder)
                ? folder + " has no journal: it is no output of Millrace"
                : "there is no folder " + folder;
        return Refusal.unavailable(what);
    }

    /** What helps against what failed in it. */
    public Advice advice() {
        return new Advice(job, folder);
    }

    /** As things stand now, also beside a live run. The caller closes it. */
    public JournalView openJournal() throws JournalException {
        return JournalView.open(folder, journal);
    }

    /** Those of further phases, each with its name. */
    public List<JournalFolder> phases() throws IOException {
        return JournalFolder.of(folder, journal.dir()).phases();
    }

    /**
     * The job as that run had it, over all of its input: what was given for this machine, in the environment and with
     * flags stands in the settings it left.
     *
     * @param change what is to be other than it was
     */
    public JobSetup setup(JobRequest change, List<Flag> more) throws Refusal {
        Job known = Jobs.find(job);
        List<Flag> flags = new ArrayList<>(more);
        flags.addAll(JobRequest.all(known == null ? List.of() : change.flags().of(known)));
        return JobSetup.recorded(change.of(folder, config), flags);
    }

    private static String problems(Configuration configuration) {
        try {
            configuration.check();
            throw new IllegalStateException("a setting is wrong, but nothing says so");
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }
}
