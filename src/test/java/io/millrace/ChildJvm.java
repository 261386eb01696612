package io.millrace;

import java.nio.file.Path;
import java.util.List;

/** What a test's own JVM is started with, so that newer JDKs have nothing to warn of. */
public final class ChildJvm {

    /** JDK 24 and newer warn without them, 17 does not know them. */
    public static final List<String> QUIET = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private ChildJvm() {}

    /** The java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
