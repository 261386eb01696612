package io.millrace.data.folder;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What names of files end in; capital letters do not matter. */
public record Extensions(Set<String> inSmallLetters) {

    /** With or without the dot. */
    public static Extensions of(List<String> given) {
        return new Extensions(given.stream()
                .map(extension -> extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .collect(Collectors.toUnmodifiableSet()));
    }

    public boolean end(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && inSmallLetters.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
