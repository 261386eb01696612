package io.millrace.data.table;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a list of work: a few of the entries, each in a sentence. */
public final class Findings {

    /** So many are named. */
    public static final int MOST = 10;

    private final String name;
    private final List<String> lines = new ArrayList<>();

    /** @param name of the list */
    public Findings(String name) {
        this.name = name;
    }

    public void add(String line) {
        lines.add(line);
    }

    /** @throws ManifestException that says all of them; none where there is nothing */
    public void refuse() throws ManifestException {
        if (!lines.isEmpty()) {
            String next = System.lineSeparator() + name + ": ";
            String more = lines.size() == MOST ? next + "there may be more of these" : "";
            throw new ManifestException(name + ": " + String.join(next, lines) + more);
        }
    }
}
