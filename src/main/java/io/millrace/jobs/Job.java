package io.millrace.jobs;

import io.millrace.config.Configuration;
import io.millrace.config.Layers.Flag;
import java.util.List;
import java.util.Map;

/**
 * A named assembly of source, stages and writer. Stateless. A job is found by its line in {@code META-INF/services},
 * and has a public constructor without parameters.
 */
public interface Job {

    /** As on the command line and in {@code conf/<name>.conf}. */
    String name();

    /** One line for the help. */
    String summary();

    /** The settings that have no default and that no run goes without; the first is the input. */
    List<String> neededKeys();

    /** For each of these an example of a value, for a file of settings to begin with. */
    List<String> examples();

    /** What INPUT on the command line is, in a few words. */
    String input();

    /** The settings that can name an input. */
    List<String> inputKeys();

    /** The options that it has beside those of every job. */
    List<JobOption> options();

    /**
     * The settings that options stand for.
     *
     * @param given the values of {@link #options} that were given, by the option's first name
     * @throws IllegalArgumentException in a sentence, where they do not go together
     */
    default List<Flag> flags(Map<String, String> given) {
        return options().stream()
                .filter(option -> given.containsKey(option.name()))
                .map(option -> new Flag(option.name(), option.key(), given.get(option.name())))
                .toList();
    }

    /** The setting that INPUT on the command line stands for. */
    default String inputKey() {
        return neededKeys().get(0);
    }

    /** The names of its stages, in the order of the way. */
    List<String> stages();

    /** The stages that {@code -w N} gives N workers. */
    List<String> heavyStages();

    /**
     * Binds every settings record of the job. Wrong settings are collected by {@code configuration}: check it before
     * using the assembly.
     */
    Assembly assemble(Configuration configuration, Resources resources);
}
