package io.millrace.show.console;

import java.util.Locale;
import java.util.Map;

/**
 * What is known of the terminal that a process was started on, before anything is drawn. JLine believes in UTF-8
 * whatever the locale says and does not know {@code NO_COLOR}, so both are decided here.
 *
 * @param input whether standard input is a terminal
 * @param error whether standard error is
 * @param environment of the process
 */
public record Terminals(boolean input, boolean error, Map<String, String> environment) {

    public Terminals {
        environment = Map.copyOf(environment);
    }

    /** Why nothing can be drawn over: a reason for people, or null if it can. */
    public String obstacle() {
        if (!error) {
            return "standard error is not a terminal";
        }
        if (type().isEmpty() || type().equals("dumb") || type().equals("unknown")) {
            return "TERM is '" + type() + "'";
        }
        return null;
    }

    /** Why there can be no full screen with keys; null if there can. */
    public String obstacleToKeys() {
        return obstacle() == null && !input ? "standard input is not a terminal" : obstacle();
    }

    /** Colours are wanted unless <a href="https://no-color.org">NO_COLOR</a> is set to anything. */
    public boolean colour() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether the locale's encoding is UTF-8: the first of the three variables that says anything decides. */
    public boolean unicode() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String locale = value.toUpperCase(Locale.ROOT);
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return false;
    }

    String type() {
        return environment.getOrDefault("TERM", "");
    }
}
