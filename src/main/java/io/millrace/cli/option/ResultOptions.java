package io.millrace.cli.option;

import io.millrace.config.Layers.Flag;
import io.millrace.jobs.Job;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * The options that say what is made of an item, whatever the items are and wherever results go; most are the jobs' own.
 */
public final class ResultOptions {

    @Option(names = "--memory", paramLabel = "SIZE", description = "what the process may use in all (read by bin/run)")
    public String memory;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "any setting; 'bin/run config' lists them")
    public List<String> sets = new ArrayList<>();

    /** Whether what is found is drawn. */
    public boolean drawing;

    /** The jobs' own options, by their first names. */
    private final Map<String, OptionSpec> declared = new HashMap<>();

    /** Gives a command the options that say what is made. */
    void declare(CommandSpec command, List<SharedOption> options) {
        options.stream().filter(option -> !option.input()).forEach(option -> declare(command, option));
    }

    /** Those that say what is read. */
    void declareInputs(CommandSpec command, List<SharedOption> options) {
        options.stream().filter(SharedOption::input).forEach(option -> declare(command, option));
    }

    private void declare(CommandSpec command, SharedOption option) {
        declared.put(option.name(), option.spec());
        command.addOption(declared.get(option.name()));
    }

    /** As if the option had been given. */
    public void give(String option, String value) {
        if (value != null) {
            declared.put(option, OptionSpec.builder(option).build());
            declared.get(option).setValue(value);
        }
    }

    /** The values of those that were given, by the options' first names. */
    public Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        declared.forEach((name, option) -> given.put(name, option.getValue()));
        given.values().removeIf(Objects::isNull);
        return given;
    }

    /** What was given that {@code job} does not have comes behind: it will be refused, with the setting that it is. */
    List<Flag> flags(Job job) throws Refusal {
        List<Flag> flags = new ArrayList<>();
        Map<String, String> given = given();
        try {
            flags.addAll(job.flags(given));
            flags.addAll(drawing ? job.drawingFlags(given) : List.of());
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(e.getMessage());
        }
        for (SharedOption option : SharedOption.all()) {
            if (given.containsKey(option.name()) && !option.isOf(job)) {
                flags.add(new Flag(option.name(), option.key(), given.get(option.name())));
            }
        }
        if (memory != null && !Installation.launched()) {
            flags.add(new Flag("--memory", "memory.limit", memory));
        }
        return flags;
    }
}
