package io.millrace.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a command line as the parser wants them: {@code <job> ...} becomes {@code run <job> ...}, and in flags
 * {@code _} is as good as {@code -}. */
final class Words {

    private Words() {}

    static String[] of(String[] given, Set<String> verbs) {
        List<String> words = new ArrayList<>();
        if (given.length > 0 && !given[0].startsWith("-") && !verbs.contains(given[0])) {
            words.add("run");
        }
        for (String word : given) {
            words.add(word.startsWith("--") ? dashed(word) : word);
        }
        return words.toArray(String[]::new);
    }

    private static String dashed(String flag) {
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        return name.replace('_', '-') + flag.substring(name.length());
    }
}
