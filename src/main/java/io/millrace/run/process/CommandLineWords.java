package io.millrace.run.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a command line as the parser wants them: {@code <job> ...} becomes {@code run <job> ...}, and in flags
 * {@code _} is as good as {@code -}. */
public final class CommandLineWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=:,@%+-]+");

    private CommandLineWords() {}

    public static String[] of(String[] given, Set<String> verbs) {
        List<String> words = new ArrayList<>();
        if (given.length > 0 && given[0].equals("help")) {
            return help(given, verbs);
        }
        if (given.length > 0 && !given[0].startsWith("-") && !verbs.contains(given[0])) {
            words.add("run");
        }
        boolean flags = true;
        for (String word : given) {
            flags &= !word.equals("--");
            words.add(flags && word.startsWith("--") ? dashed(word) : word);
        }
        return words.toArray(String[]::new);
    }

    /** {@code help} and {@code help plan} are {@code --help} and {@code plan --help}. */
    private static String[] help(String[] given, Set<String> verbs) {
        if (given.length == 1) {
            return new String[] {"--help"};
        }
        return new String[] {verbs.contains(given[1]) ? given[1] : "run", "--help"};
    }

    /** The command line that these words came from, as one would type it again. */
    public static String command(List<String> words) {
        StringBuilder command = new StringBuilder("bin/run");
        for (String word : words.get(0).equals("run") ? words.subList(1, words.size()) : words) {
            command.append(' ').append(quoted(word));
        }
        return command.toString();
    }

    /** As {@link #quoted(String)}, of a path. */
    public static String quoted(Path path) {
        return quoted(path.toString());
    }

    /** The word as a shell takes it for one. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String dashed(String flag) {
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        return name.replace('_', '-') + flag.substring(name.length());
    }
}
