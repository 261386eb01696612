package io.millrace.run.account;

import io.millrace.engine.journal.RunFolders;
import io.millrace.engine.output.RunFolder;
import io.millrace.show.report.LedgerLine;
import io.millrace.show.report.ReportPoint;
import io.millrace.show.report.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The runs of an output as they have told of themselves, the killed ones too; oldest first. */
public final class RunHistory {

    static final String RUNNING = "RUNNING";
    static final String KILLED = "KILLED";
    static final String UNKNOWN = "UNKNOWN";

    /** It was refused, or ended before its first item: nobody has kept a record. */
    private static final String NOT_BEGUN = "NOT BEGUN";

    private RunHistory() {}

    public static List<LedgerLine> of(Path output) throws IOException {
        List<LedgerLine> lines = new ArrayList<>();
        String fingerprint = "";
        for (Path folder : RunFolders.all(output)) {
            LedgerLine line = line(folder, fingerprint);
            fingerprint = line.fingerprint().isEmpty() ? fingerprint : line.fingerprint();
            lines.add(line);
        }
        return lines;
    }

    /**
     * The folder of the newest run, from which verbs have the settings of an output; null without any. Earlier versions
     * kept the settings of runs that were refused, too: what has not begun is passed over where another has.
     */
    public static Path latest(Path output) throws IOException {
        Path published = RunFolder.latest(output);
        if (published == null || RunRecord.brief(published) != null) {
            return published;
        }
        List<Path> all = new ArrayList<>(RunFolders.all(output));
        Collections.reverse(all);
        for (Path folder : all) {
            if (RunRecord.brief(folder) != null) {
                return folder;
            }
        }
        return published;
    }

    private static LedgerLine line(Path folder, String fingerprint) throws IOException {
        RunRecord run = RunRecord.brief(folder);
        String name = folder.getFileName().toString();
        if (run == null) {
            return new LedgerLine(name, -1, -1, 0, 0, 0, NOT_BEGUN, null, "", "", false);
        }
        RunRecord.Head head = run.head();
        ReportPoint last = run.last();
        return new LedgerLine(
                name,
                head.startedMs(),
                last == null ? 0 : last.elapsedNs(),
                last == null ? 0 : last.items().done(),
                last == null ? 0 : last.items().empty(),
                last == null ? 0 : last.failedHere(),
                ending(run),
                run.end() == null ? null : run.end().exit(),
                head.version(),
                head.fingerprint(),
                !fingerprint.isEmpty() && !fingerprint.equals(head.fingerprint()));
    }

    /** In words. A process of another machine cannot be looked for. */
    static String ending(RunRecord run) {
        if (run.end() != null) {
            return run.end().outcome();
        }
        if (!run.head().host().equals(RunRecorder.host())) {
            return UNKNOWN;
        }
        return isAlive(run.head()) ? RUNNING : KILLED;
    }

    /** Numbers of processes are given again, but not with the same beginning. */
    private static boolean isAlive(RunRecord.Head head) {
        return ProcessHandle.of(head.pid())
                .filter(process -> head.processStartedMs() == 0
                        || RunRecorder.began(process) == 0
                        || RunRecorder.began(process) == head.processStartedMs())
                .isPresent();
    }
}
