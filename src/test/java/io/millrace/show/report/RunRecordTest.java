package io.millrace.show.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.metrics.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    private static final int MOST_BYTES = 1_200_000;

    @TempDir
    private Path folder;

    private final Recording recording = new Recording(Duration.ofMillis(500));

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        RunRecord.End end = RunRecord.End.of(3, "COMPLETED WITH FAILURES", 7, 8, List.of(Reports.corrupt(9)));
        try (RunRecordWriter writer = new RunRecordWriter(folder, Reports.HEAD, recording)) {
            see(900, writer);
            writer.end(end);
        }

        RunRecord read = RunRecord.read(folder);

        assertThat(read).isEqualTo(new RunRecord(Reports.HEAD, recording.points(), end));
        assertThat(Files.size(folder.resolve(RunRecord.FILE))).isLessThan(MOST_BYTES);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
        assertThat(RunRecord.brief(folder)).isEqualTo(new RunRecord(Reports.HEAD, List.of(read.last()), end));
    }

    /** Cut anywhere: whole lines count, and nothing is an error. */
    @Test
    void shouldReadWhatAKillHasLeft() throws Exception {
        try (RunRecordWriter writer = new RunRecordWriter(folder, Reports.HEAD, recording)) {
            see(5, writer);
        }
        Path file = folder.resolve(RunRecord.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length; length >= 0; length -= 41) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            RunRecord read = RunRecord.read(folder);
            if (read != null) {
                assertThat(read.points())
                        .isEqualTo(recording.points().subList(0, read.points().size()));
                assertThat(read.end()).isNull();
                assertThat(RunRecord.brief(folder).last()).isEqualTo(read.last());
            }
        }
        Files.write(file, new byte[] {(byte) 0xff, '{'}, StandardOpenOption.APPEND);
        assertThat(RunRecord.read(folder)).isNull();
        Files.delete(file);
        assertThat(RunRecord.read(folder)).isNull();
    }

    private void see(int looks, RunRecordWriter writer) throws Exception {
        MadeRun run = new MadeRun(10_000, Duration.ofMillis(500).multipliedBy(looks), looks, 5);
        Status last = null;
        for (int i = 0; !run.isOver(); i++) {
            last = run.next();
            recording.see(last);
            if (i % 4 == 3) {
                writer.update();
            }
        }
        recording.end(last);
        writer.update();
    }
}
