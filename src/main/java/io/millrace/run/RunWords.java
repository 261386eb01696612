package io.millrace.run;

import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.Replay;
import io.millrace.show.Format;
import java.util.ArrayList;
import java.util.List;

/** What a run says of a journal that it has opened. */
final class RunWords {

    private RunWords() {}

    /** What the journal has lost is done again, which must not look like forgetfulness. A sentence each. */
    static List<String> damage(Journal journal) throws JournalException {
        Replay found = journal.replay();
        String output = journal.output().toString();
        List<String> said = new ArrayList<>();
        if (found.runs() == 0 && journal.listing().size() > 0) {
            said.add("the journal in " + output + " does not hold what earlier runs recorded of its "
                    + Format.count(journal.listing().size(), "item") + ": they are done again");
        } else if (found.missing() + found.lost() > 0) {
            said.add("the journal in " + output + " has lost "
                    + Format.count(Math.max(found.missing(), found.lost()), "record")
                    + "; the items they stood for are done again");
        }
        if (found.unwritten() > 0) {
            said.add("the machine went down before it had written everything: "
                    + Format.count(found.unwritten(), "item") + " of " + output + " are done again");
        }
        if (found.unplaced() > 0) {
            said.add("the listing of " + output + " was damaged: " + Format.count(found.unplaced(), "item")
                    + " that have lost their place in it are done again");
        }
        if (found.unrecorded() > 0) {
            said.add(Format.count(found.unrecorded(), "result")
                    + " without a record, as a killed run leaves them: made again");
        }
        if (found.damagedFiles() > 0) {
            said.add("damaged files of the journal are kept as they were found in " + journal.quarantine());
        }
        if (journal.warning() != null) {
            said.add(journal.warning());
        }
        return said;
    }
}
