package io.millrace.cli.option;

import io.millrace.jobs.Job;
import io.millrace.jobs.Jobs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the help says of jobs, which only the class path knows: {@code {jobs}} and {@code {inputs}}, and their options.
 */
public final class JobWords {

    private JobWords() {}

    /**
     * Gives {@code command} and those below it the jobs' options, and their names where the texts have a place for
     * them.
     */
    public static void tell(CommandSpec command) {
        command.mixins().values().forEach(mixin -> declare(mixin.userObject(), command));
        fill(command);
        command.subcommands().values().forEach(verb -> {
            if (verb.getCommandSpec().parent() == command) {
                tell(verb.getCommandSpec());
            }
        });
    }

    private static void declare(Object options, CommandSpec command) {
        if (options instanceof JobOptions job) {
            job.declare(command);
        } else if (options instanceof ResultOptions results) {
            results.declare(command);
        }
    }

    private static void fill(CommandSpec command) {
        command.usageMessage().description(filled(command.usageMessage().description()));
        for (PositionalParamSpec positional : List.copyOf(command.positionalParameters())) {
            if (!Arrays.equals(positional.description(), filled(positional.description()))) {
                command.remove(positional);
                command.addPositional(PositionalParamSpec.builder(positional)
                        .description(filled(positional.description()))
                        .build());
            }
        }
    }

    private static String[] filled(String[] lines) {
        return Arrays.stream(lines)
                .map(line -> line.replace("{jobs}", names()).replace("{inputs}", inputs()))
                .toArray(String[]::new);
    }

    /** Of all jobs. */
    public static String names() {
        return Jobs.all().stream().map(Job::name).collect(Collectors.joining(", "));
    }

    private static String inputs() {
        return Jobs.all().stream().map(job -> job.name() + ": " + job.input()).collect(Collectors.joining("; "));
    }
}
