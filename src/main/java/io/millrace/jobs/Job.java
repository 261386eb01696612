package io.millrace.jobs;

import io.millrace.config.Configuration;
import java.util.List;

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
