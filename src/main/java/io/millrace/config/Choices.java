package io.millrace.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the constants of an enum are called in settings, on the command line and in outputs. */
public final class Choices {

    private Choices() {}

    /** {@code PILLOW_BICUBIC} as {@code pillow-bicubic}. */
    public static String word(Enum<?> constant) {
        return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }

    public static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Choices::word).toList();
    }
}
