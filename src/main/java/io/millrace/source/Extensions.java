package io.millrace.source;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What names of files end in; capital letters do not matter. */
record Extensions(Set<String> inSmallLetters) {

    /** With or without the dot. */
    static Extensions of(List<String> given) {
        return new Extensions(given.stream()
                .map(extension -> extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean end(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && inSmallLetters.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
