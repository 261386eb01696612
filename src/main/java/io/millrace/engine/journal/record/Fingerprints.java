package io.millrace.engine.journal.record;

import java.util.HashMap;
import java.util.Map;

/** The numbers under which records name the fingerprints of runs. Filled while the journal opens, then only read. */
public final class Fingerprints {

    public static final int MAX_NUMBER = 0xffff;

    private final Map<Integer, RunHeader> headers = new HashMap<>();
    private int highest;

    /** A run's header has been read. */
    public void known(int number, RunHeader run) {
        seen(number);
        headers.put(number, run);
    }

    /** A record carries this number, whether or not its run's header is left. */
    public void seen(int number) {
        highest = Math.max(highest, number);
    }

    /** Empty if no header with this number is left. */
    String name(int number) {
        RunHeader run = headers.get(number);
        return run == null ? "" : run.fingerprint();
    }

    /** The settings behind a fingerprint, or null. */
    public String settings(String fingerprint) {
        return headers.values().stream()
                .filter(run -> run.fingerprint().equals(fingerprint))
                .findFirst()
                .map(RunHeader::settings)
                .orElse(null);
    }

    /** The number this run's records will carry: the one its fingerprint has already, or the next. */
    public int number(RunHeader run) {
        for (Map.Entry<Integer, RunHeader> known : headers.entrySet()) {
            if (known.getValue().fingerprint().equals(run.fingerprint())) {
                return known.getKey();
            }
        }
        known(highest + 1, run);
        return highest;
    }
}
