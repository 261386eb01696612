package io.millrace.cli.inspect;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.Identity;
import io.millrace.engine.item.Item;
import io.millrace.engine.item.ItemId;
import io.millrace.engine.item.Outcome;
import io.millrace.engine.journal.ItemEnd;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.pipeline.EarlierRuns;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.run.Fingerprint;
import io.millrace.run.KnownOutput;
import io.millrace.run.StaleItems;
import io.millrace.run.account.Advice;
import io.millrace.run.account.StoredOutput;
import io.millrace.show.Format;
import io.millrace.text.ForeignText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** One item's story in labelled lines: its end, its input and settings then and now, its outputs, what comes of it. */
final class Explanation {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Path output;
    private final ItemId id;
    private final Fingerprint now;
    private final UnaryOperator<String> settings;
    private final Advice advice;
    private final RunTimes runs;
    private final StringBuilder text = new StringBuilder();

    /**
     * The item as the input has it.
     *
     * @param item null if it has not
     * @param reason why not; null if it has
     */
    record ItemNow(Item<?> item, String reason) {}

    /** @param settings the canonical settings behind an earlier fingerprint, null where they are not known */
    Explanation(KnownOutput known, ItemId id, Fingerprint now, UnaryOperator<String> settings, RunTimes runs) {
        this.runs = runs;
        this.output = known.folder();
        this.advice = known.advice();
        this.id = id;
        this.now = now;
        this.settings = settings;
    }

    /**
     * @param ends oldest first
     * @param item as the input has it now
     * @param stands whether the last of them counts; else it was taken back, and the item is to be made again
     */
    String of(List<ItemEnd> ends, ItemNow item, boolean stands) throws IOException {
        if (ends.isEmpty()) {
            line("item", id + " has not ended yet");
            line("input", item.item().source() + "   " + facts(item.item().identity()));
            line("next", "a run does it");
            return text.toString();
        }
        ItemEnd last = ends.get(ends.size() - 1);
        Entry entry = last.entry();
        EarlierRuns earlier = new EarlierRuns(any -> entry, now.value(), StalePolicy.FAIL, false);
        boolean otherInput = item.item() != null && earlier.hasOtherInput(entry, item.item());
        boolean otherSettings = earlier.hasOtherSettings(entry);
        line("item", id + (stands ? " is " : " is to be made again; it was ") + how(entry));
        line("ended", when(last) + attempt(entry));
        input(entry.identity(), item, otherInput);
        settings(entry, otherSettings);
        outputs(entry.outcome().artifacts());
        ends.subList(0, ends.size() - 1).forEach(end -> line("before", how(end.entry()) + ", " + when(end)));
        line(
                "next",
                item.item() == null
                        ? "no run meets it"
                        : stands ? next(entry, otherInput || otherSettings) : "a run does it");
        return text.toString();
    }

    private static String how(Entry entry) {
        Fault fault = entry.outcome().fault();
        String status = entry.outcome().status().toString();
        return fault == null
                ? status
                : status + ": " + fault.type() + (fault.stage().isEmpty() ? "" : " in " + fault.stage()) + ": "
                        + fault.message();
    }

    private String when(ItemEnd end) {
        return TIME.format(end.at()) + " in " + run(end);
    }

    /**
     * In the journal a run's items follow its header, but a compacted journal keeps few of those: then the run before
     * would be taken for it, and only the clock tells.
     */
    private String run(ItemEnd end) {
        String byTime = runs.at(end.at());
        if (byTime == null && end.run().isEmpty()) {
            return "a run that is not on record";
        }
        return byTime == null || byTime.equals(end.run()) ? "run " + end.run() : "run " + byTime + ", as its time says";
    }

    /** Each run counts its own. */
    private static String attempt(Entry entry) {
        return entry.attempt() == 1 ? ", at its first try there" : ", at try " + entry.attempt() + " there";
    }

    private void input(Identity then, ItemNow item, boolean other) {
        String gone = item.item() == null ? item.reason() : reason(item.item().fault());
        if (gone != null) {
            line("input", "then " + facts(then));
            line("", "now " + gone);
            return;
        }
        Identity is = item.item().identity();
        if (is.looksLike(then) || is.equals(Identity.NONE)) {
            line("input", item.item().source() + "   " + facts(is) + ", as then");
            return;
        }
        line("input", item.item().source() + "   then " + facts(then));
        line("", "now " + facts(is) + (other ? manifest(then, is) : ", but with the same content"));
    }

    private static String reason(Fault fault) {
        return fault == null ? null : fault.message();
    }

    private static String manifest(Identity then, Identity now) {
        boolean file = then.size() == now.size() && then.modifiedMillis() == now.modifiedMillis();
        boolean entry = then.entryDigest() != now.entryDigest() && !then.equals(Identity.NONE);
        return !entry ? "" : file ? ", but the manifest says something else of it" : "; the manifest has changed too";
    }

    private static String facts(Identity identity) {
        return identity.size() < 0
                ? "no file"
                : Format.count(identity.size(), "byte") + " of "
                        + TIME.format(Instant.ofEpochMilli(identity.modifiedMillis()));
    }

    private void settings(Entry entry, boolean other) {
        line(
                "settings",
                (entry.fingerprint().isEmpty() ? "(their record is lost)" : entry.fingerprint())
                        + (other ? ", now " + now.value() + ":" : ", as now"));
        String before = settings.apply(entry.fingerprint());
        if (other && before == null) {
            line("", "those of then are not known");
        } else if (other) {
            StaleItems.changes(before, now.settings()).lines().forEach(change -> line("", change.strip()));
        }
    }

    private void outputs(List<Artifact> artifacts) throws IOException {
        String label = "output";
        for (Artifact artifact : artifacts) {
            line(
                    label,
                    artifact.path() + "   " + Format.count(artifact.bytes(), "byte") + ", "
                            + StoredOutput.state(output, artifact));
            label = "";
        }
        if (artifacts.isEmpty()) {
            line(label, "none");
        }
    }

    private String next(Entry entry, boolean changed) {
        Outcome.Status status = entry.outcome().status();
        if (status.ok()) {
            return changed
                    ? "stale: a run ends with 12, unless --stale redo makes it again or --stale keep leaves it"
                    : "a run leaves it as it is";
        }
        if (changed) {
            return "a run tries it again, because input or settings have changed";
        }
        return status == Outcome.Status.QUARANTINED
                ? "a run leaves it alone until its input or the settings change"
                : "a run leaves it failed; " + advice.against(entry.outcome().fault());
    }

    private void line(String label, String words) {
        text.append(Format.padded(label, 10)).append(ForeignText.line(words)).append('\n');
    }
}
