package io.millrace.config;

/**
 * A whole number that may be left to the program: {@code auto} in configuration.
 *
 * @param value at least 1, or 0 for {@code auto}
 */
public record Auto(int value) {

    public static final Auto AUTO = new Auto(0);

    public Auto {
        if (value < 0) {
            throw new IllegalArgumentException("auto or a whole number, not " + value);
        }
    }

    public boolean isAuto() {
        return value == 0;
    }

    public int orElse(int chosen) {
        return isAuto() ? chosen : value;
    }
}
