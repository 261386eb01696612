package io.millrace.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Sha256;

/**
 * What output bytes depend on beside the input: the settings that change results and the version of each step. Not
 * where input and output lie, and not the program's version: a moved folder or an upgrade makes nothing stale.
 *
 * @param value the first 16 hex digits of SHA-256 over {@code settings}
 * @param settings one per line, sorted
 */
public record Fingerprint(String value, String settings) {

    private static final int DIGITS = 16;

    public static Fingerprint of(JobSetup setup) {
        StringBuilder text = new StringBuilder("job = " + setup.job().name() + "\n");
        text.append(setup.configuration().canonical());
        setup.assembly()
                .resultVersions()
                .forEach(version -> text.append("step ").append(version).append("\n"));
        return new Fingerprint(Sha256.hex(text.toString().getBytes(UTF_8)).substring(0, DIGITS), text.toString());
    }
}
