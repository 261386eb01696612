package io.millrace.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What lies above reference.conf, lowest first; of two layers that set a key, the later one wins.
 *
 * @param jobFile {@code conf/<job>.conf}; null for none
 * @param siteFile {@code conf/site.conf}, ignored when there is no such file; null for none
 * @param environment the process's environment: {@code MILLRACE_*}, {@code CONFIG_FORCE_*}, and what
 *     <code>${NAME}</code> in a file refers to
 * @param sets {@code key=value} as given with {@code --set}
 * @param flags other command-line options
 */
public record Layers(
        Path jobFile, Path siteFile, Map<String, String> environment, List<String> sets, List<Flag> flags) {

    public static final Layers NONE = new Layers(null, null, Map.of(), List.of(), List.of());

    /**
     * A command-line option that stands for a setting.
     *
     * @param name as the user wrote it, such as {@code --workers}
     * @param key such as {@code stages.decode.workers}
     * @param value as in {@code --set}, except that the word {@code null} is one; null puts the setting back to none
     */
    public record Flag(String name, String key, String value) {}

    public Layers {
        environment = Map.copyOf(environment);
        sets = List.copyOf(sets);
        flags = List.copyOf(flags);
    }

    /** Only a job's file. */
    public static Layers of(Path jobFile) {
        return new Layers(jobFile, null, Map.of(), List.of(), List.of());
    }
}
