package io.millrace.jobs;

import io.millrace.config.Configuration;
import io.millrace.config.Layers.Flag;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.ItemId;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A named assembly of source, stages and writer. Stateless. A job is found by its line in {@code META-INF/services},
 * and has a public constructor without parameters.
 */
public interface Job {

    JobProfile profile();

    default String name() {
        return profile().name();
    }

    /** The options that it has beside those of every job. */
    default List<JobOption> options() {
        return profile().options();
    }

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
        return profile().input().needed().get(0).key();
    }

    /** Its verbs of its own. */
    default List<JobVerb> verbs() {
        return List.of();
    }

    /** Its own keys with their defaults, added to reference.conf; null if it has none. */
    default URL reference() {
        return getClass().getResource("reference.conf");
    }

    /** What a stage has made, in words for people; null where it is nothing of this job's own. */
    default String words(Object payload) {
        return null;
    }

    /** Of a frame's result the frame's number: of a long video the first few are enough to see how it goes. Else 0. */
    default int frame(Object payload) {
        return 0;
    }

    /**
     * What helps against a failure, in a sentence; null where what helps any job is right.
     *
     * @param retry the command that tries all failures of its class again, to which options can be added
     */
    default String advice(Fault fault, String retry) {
        return null;
    }

    /**
     * Makes input to measure with: of the sizes that phones and cameras make, and enough of it for a minute.
     *
     * @param folder is empty, and removed afterwards
     * @return the words that name it in place of INPUT; none if the job has no samples
     */
    default List<String> sample(Path folder) throws IOException {
        return List.of();
    }

    /**
     * What draws results, for {@code try --draw}; null if they cannot be drawn.
     *
     * @param folder gets the pictures
     */
    default Drawing drawing(Configuration configuration, Path folder) {
        return null;
    }

    /**
     * The settings that results are drawn with.
     *
     * @param given the values of {@link #options} that were given
     * @throws IllegalArgumentException in a sentence, where they contradict what was given
     */
    default List<Flag> drawingFlags(Map<String, String> given) {
        return List.of();
    }

    /** Files of an item that a killed write may have left outside the item's folder: paths below the output. */
    default List<String> leftovers(ItemId item) {
        return List.of();
    }

    /**
     * Binds every settings record of the job. Wrong settings are collected by {@code configuration}: check it before
     * using the assembly.
     */
    Assembly assemble(Configuration configuration, Resources resources);
}
