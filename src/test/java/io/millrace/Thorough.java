package io.millrace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * How much of what could be tried is tried: a share in the build, so that it stays short, all of it by
 * {@code perf/thorough}, which sets {@code millrace.thorough}.
 */
public final class Thorough {

    private static final boolean WANTED = Boolean.getBoolean("millrace.thorough");

    private Thorough() {}

    public static boolean wanted() {
        return WANTED;
    }

    /** Leaves out, by name, what takes the build too long. */
    public static void require(boolean quick, String why) {
        assumeTrue(quick || WANTED, why + ": perf/thorough tries it");
    }

    /** How far to go on in what is numbered through: to the next, or in the build to the one after {@code share}. */
    public static int step(int share) {
        return WANTED ? 1 : share;
    }
}
