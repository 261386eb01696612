package io.millrace.run.account;

import io.millrace.engine.item.Fault;
import io.millrace.show.FailureGroup;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Failures by cause, stage and kind of file: as much memory as there are kinds, however many items. One thread. */
final class FailureKinds {

    /** Longer ones are no extensions, but names with a dot. */
    private static final int LONGEST_EXTENSION = 8;

    /** Names are the user's, who may have given each file an extension of its own. */
    private static final int MOST_KINDS = 1000;

    private final Map<List<String>, FailureGroup> groups = new LinkedHashMap<>();

    void add(String source, Fault fault) {
        String extension = groups.size() < MOST_KINDS ? extension(source) : "";
        groups.merge(
                List.of(fault.type(), fault.stage(), extension),
                new FailureGroup(fault.type(), fault.stage(), extension, 1, source, fault.message()),
                FailureGroup::and);
    }

    /** Most frequent first. */
    List<FailureGroup> all() {
        return mostFrequentFirst(groups.values());
    }

    /** By cause alone, each with the first example of it; most frequent first. */
    List<FailureGroup> byType() {
        Map<String, FailureGroup> types = new TreeMap<>();
        groups.values().forEach(group -> types.merge(group.type(), group, FailureGroup::and));
        return mostFrequentFirst(types.values());
    }

    private static List<FailureGroup> mostFrequentFirst(Collection<FailureGroup> groups) {
        return groups.stream()
                .sorted(Comparator.comparingLong(FailureGroup::count).reversed())
                .toList();
    }

    private static String extension(String source) {
        String name = source.substring(source.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        boolean any = dot > 0 && name.length() - dot <= LONGEST_EXTENSION;
        return any ? name.substring(dot).toLowerCase(Locale.ROOT) : "";
    }
}
