package io.millrace.cli.setup;

import io.millrace.cli.option.JobOptions;
import io.millrace.engine.journal.JournalException;
import io.millrace.jobs.JobProfile;
import io.millrace.run.JobSetup;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        header = {"  bin/run init clips", "  bin/run init embed my/faces.conf"},
        description = {
            "Writes a file of settings to begin with: all that a job has, with what they mean, commented out.",
            "'bin/run FILE' runs it."
        })
public final class InitCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "<job>", description = "a job: {jobs}")
    String job;

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", description = "where it goes (./<job>.conf)")
    Path file;

    @Option(names = "--force", description = "replace a file that is there")
    boolean force;

    @Override
    public Integer call() throws Refusal {
        JobOptions options = new JobOptions();
        options.job = job;
        JobSetup setup = JobSetup.recorded(options.request(), List.of());
        Path to = file == null ? Path.of(setup.job().name() + ".conf") : file;
        if (Files.exists(to) && !force) {
            throw Refusal.usage(to + " is there already; --force replaces it, or name another file");
        }
        write(to, text(setup, to));
        String needed = setup.job().profile().input().needed().stream()
                .map(JobProfile.Needed::key)
                .collect(Collectors.joining(", "));
        System.out.println(to + ": set " + needed + " in it, and then: bin/run " + CommandLineWords.quoted(word(to)));
        return ExitCode.OK.code();
    }

    private static String text(JobSetup setup, Path file) {
        JobProfile profile = setup.job().profile();
        Map<String, String> given = new HashMap<>(Map.of("job", profile.name()));
        profile.input().needed().forEach(needed -> given.put(needed.key(), needed.example()));
        return "# bin/run " + word(file) + "\n#\n# " + profile.summary()
                + "\n# What begins with '# name =' has that value anyway.\n\n"
                + setup.configuration().template(given);
    }

    /** A word is a job's name, unless it ends so or has a slash. */
    private static String word(Path file) {
        String word = file.toString();
        return word.contains("/") || word.endsWith(".conf") ? word : "./" + word;
    }

    private static void write(Path file, String text) throws Refusal {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Refusal.io(file + " cannot be written: " + JournalException.reason(e));
        }
    }
}
