package io.millrace.cli.option;

import io.millrace.jobs.Jobs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the help says of jobs, which only the class path knows: {@code {jobs}}, {@code {inputs}} and {@code {verbs}},
 * and their options.
 */
public final class JobWords {

    private JobWords() {}

    /**
     * Gives {@code command} and those below it the jobs' options, and their names where the texts have a place for
     * them.
     */
    public static void tell(CommandSpec command) {
        tell(command, SharedOption.all());
    }

    /** Jobs are looked for on the whole class path: once for all commands. */
    private static void tell(CommandSpec command, List<SharedOption> options) {
        command.mixins().values().forEach(mixin -> declare(mixin.userObject(), command, options));
        fill(command);
        command.subcommands().values().forEach(verb -> {
            if (verb.getCommandSpec().parent() == command) {
                tell(verb.getCommandSpec(), options);
            }
        });
    }

    private static void declare(Object mixin, CommandSpec command, List<SharedOption> options) {
        if (mixin instanceof JobOptions job) {
            job.declare(command, options);
        } else if (mixin instanceof ResultOptions results) {
            results.declare(command, options);
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
                .flatMap(line -> line.equals("{verbs}") ? verbs() : Stream.of(line))
                .map(line -> line.contains("{jobs}") ? line.replace("{jobs}", String.join(", ", Jobs.names())) : line)
                .map(line -> line.contains("{inputs}") ? line.replace("{inputs}", inputs()) : line)
                .toArray(String[]::new);
    }

    /** The jobs' own verbs, a line for each. */
    private static Stream<String> verbs() {
        return Jobs.all().stream().flatMap(job -> job.verbs().stream()
                .map(verb -> String.format(
                        Locale.ROOT,
                        "  bin/run %-30s %s",
                        job.name() + " " + verb.name() + " " + String.join(" ", verb.parameters()),
                        verb.summary())));
    }

    private static String inputs() {
        return Jobs.all().stream()
                .map(job -> job.name() + ": " + job.profile().input().words())
                .collect(Collectors.joining("; "));
    }
}
