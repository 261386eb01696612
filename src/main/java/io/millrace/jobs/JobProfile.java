package io.millrace.jobs;

import java.util.List;
import java.util.Map;

/**
 * What a job says of itself, for the command line, the help and files of settings.
 *
 * @param name as on the command line and in {@code conf/<name>.conf}
 * @param summary one line for the help
 * @param options that it has beside those of every job
 */
public record JobProfile(String name, String summary, Input input, List<JobOption> options, Stages stages) {

    /**
     * What it reads.
     *
     * @param words what INPUT on the command line is, in a few words
     * @param keys the settings that can name an input
     * @param needed the settings that have no default and that no run goes without; the first is what INPUT stands for
     */
    public record Input(String words, List<String> keys, List<Needed> needed) {}

    /** @param example of a value, for a file of settings to begin with */
    public record Needed(String key, String example) {}

    /**
     * The stages of its way.
     *
     * @param names in the order of the way
     * @param heavy those that {@code -w N} gives N workers
     * @param cheaper what makes an item cheaper, by the stage that limits the run: in few words
     */
    public record Stages(List<String> names, List<String> heavy, Map<String, String> cheaper) {}
}
