package io.millrace.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param origin where it was written: {@code conf/clips.conf: 3}, {@code --set}, {@code environment MILLRACE_...}
 * @param message one sentence that names the key and says what would be right
 */
public record Problem(String origin, String message) {

    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
