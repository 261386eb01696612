package io.millrace.show.report;

import io.millrace.show.FailureGroup;
import io.millrace.show.report.Report.KeptFile;
import io.millrace.show.report.Report.Setting;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reports for tests. */
final class Reports {

    static final RunRecord.Head HEAD = new RunRecord.Head(
            1,
            "20261120-105102",
            "clips",
            "out/clips",
            1_795_171_862_000L,
            "gpu-03",
            4711,
            0,
            "0.1.0",
            "3f9a01c2d4e5b677",
            "bin/run clips pairs.json --clips-dir videos --output out/clips -w decode=6,infer=2");

    private Reports() {}

    static List<ReportPoint> points(long items, Duration span, int looks) {
        MadeRun run = new MadeRun(items, span, looks, 7);
        Recording recording = new Recording(Duration.ofMillis(500));
        for (int i = 1; i < looks; i++) {
            recording.see(run.next());
        }
        recording.end(run.next());
        return recording.points();
    }

    static Report of(List<ReportPoint> points, List<FailureGroup> failures) {
        RunRecord.End end = RunRecord.End.of(3, "COMPLETED WITH FAILURES", 80, 5_900_000_000L, failures);
        return new Report(
                new RunRecord(HEAD, points, end),
                end.outcome(),
                settings(),
                lineage(),
                end.failures(),
                end.moreKinds(),
                -1,
                List.of(new KeptFile("run.log", 123_456, "what was said"), new KeptFile("failures.jsonl", 98_765, "")),
                "out/clips/.millrace/runs/20261120-105102",
                ZoneOffset.UTC);
    }

    static FailureGroup corrupt(long count) {
        return new FailureGroup(
                "CorruptVideo",
                "decode",
                ".mp4",
                count,
                "a/0000/0412.mp4",
                "moov atom not found (FFmpeg: -1094995529)");
    }

    private static List<LedgerLine> lineage() {
        return List.of(
                new LedgerLine(
                        "20261119-180000",
                        1_795_111_200_000L,
                        900_000_000_000L,
                        150_000,
                        0,
                        12,
                        "killed",
                        null,
                        "0.1.0",
                        "aa9a01c2d4e5b600",
                        false),
                new LedgerLine(
                        "20261119-200000",
                        1_795_118_400_000L,
                        400_000_000_000L,
                        51_000,
                        0,
                        2,
                        "STOPPED EARLY",
                        75,
                        "0.1.0",
                        "3f9a01c2d4e5b677",
                        true),
                new LedgerLine(
                        "20261120-105102",
                        HEAD.startedMs(),
                        4_778_000_000_000L,
                        999_523,
                        0,
                        477,
                        "COMPLETED WITH FAILURES",
                        3,
                        "0.1.0",
                        "3f9a01c2d4e5b677",
                        false));
    }

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("job", "clips", "conf/clips.conf: 7"));
        settings.add(new Setting("source.pairs", "pairs.json", "flag INPUT"));
        settings.add(new Setting("stages.decode.workers", "6", "flag --workers"));
        settings.add(new Setting("store.password", "\"<redacted>\"", "conf/site.conf: 3"));
        for (int i = 0; i < 70; i++) {
            settings.add(new Setting("stages.some.setting-" + i, "auto", "reference.conf: " + i));
        }
        return settings;
    }
}
