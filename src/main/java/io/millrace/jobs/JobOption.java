package io.millrace.jobs;

import io.millrace.config.Choices;
import java.util.List;

/**
 * An option of the command line that a job has: the short form of one of its settings. Several jobs may have an option
 * of the same names.
 *
 * @param names with their dashes; the first one tells it from others
 * @param param what stands for its value in the help
 * @param description one line for the help; empty for an option that is only taken for the sake of older scripts
 * @param key the setting
 * @param choices what the value may be, for completion; empty if it may be anything
 * @param files a folder in {@code conf} whose files are choices, too, by their names without {@code .conf}; empty for
 *     none
 * @param input whether it says what is read, as opposed to what is made of it
 */
public record JobOption(
        List<String> names,
        String param,
        String description,
        String key,
        List<String> choices,
        String files,
        boolean input) {

    /** One that says what is read. */
    public static JobOption input(String key, String param, String description, String... names) {
        return new JobOption(List.of(names), param, description, key, List.of(), "", true);
    }

    /** One that says what is made of an item, wherever that goes. */
    public static JobOption result(String key, String param, String description, String... names) {
        return new JobOption(List.of(names), param, description, key, List.of(), "", false);
    }

    public JobOption of(Enum<?>[] values) {
        return new JobOption(names, param, description, key, Choices.words(values), files, input);
    }

    /** The same, whose value may be this word, or the name of a file of that folder in {@code conf}. */
    public JobOption orFileOf(String folder, String word) {
        return new JobOption(names, param, description, key, List.of(word), folder, input);
    }

    public String name() {
        return names.get(0);
    }

    public boolean hidden() {
        return description.isEmpty();
    }
}
