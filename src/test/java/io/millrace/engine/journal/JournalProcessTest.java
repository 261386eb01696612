package io.millrace.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.Outcome.Status;
import io.millrace.engine.journal.record.Entry;
import io.millrace.engine.output.DerivedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only another process can show: locks, kill -9, what is printed, what the JVM was started with. */
@Timeout(60)
final class JournalProcessTest {

    @TempDir
    Path output;

    @Test
    void shouldNameTheHolderWhenAnotherProcessHoldsTheOutput() throws Exception {
        try (JournalChild child = JournalChild.start(output, "hold", JournalChild.ACCESS)) {
            assertThat(child.line()).isEqualTo("open");
            long before = System.nanoTime();
            assertThatThrownBy(() -> Samples.open(output))
                    .hasMessageContaining("process " + child.pid() + " on ")
                    .extracting("kind")
                    .isEqualTo(JournalException.Kind.LOCKED);
            assertThat(System.nanoTime() - before).isLessThan(1_000_000_000L);
        }
        Samples.open(output).close();
    }

    @Test
    void shouldStayLockedForOthersWhenThisProcessTriesTwice() throws Exception {
        try (Journal journal = Samples.open(output)) {
            assertThatThrownBy(() -> Samples.open(output))
                    .hasMessageContaining(
                            "this process (" + ProcessHandle.current().pid() + ")")
                    .extracting("kind")
                    .isEqualTo(JournalException.Kind.LOCKED);
            Path link = Files.createSymbolicLink(output.resolve("link"), output);
            assertThatThrownBy(() -> Samples.open(link)).hasMessageContaining("this process");
            try (JournalChild child = JournalChild.start(output, "hold", JournalChild.ACCESS)) {
                assertThat(child.line())
                        .startsWith("refused LOCKED")
                        .contains("process " + ProcessHandle.current().pid() + " on ");
                assertThat(child.exit()).isEqualTo(9);
            }
            Samples.append(journal, "a", Samples.done("a", 1, 1));
        }
        Samples.open(output).close();
    }

    @Test
    void shouldPrintNothingWhenOpenedAndClosed() throws Exception {
        try (JournalChild child = JournalChild.start(output, "hold", JournalChild.ACCESS)) {
            assertThat(child.line()).isEqualTo("open");
            child.input().close();
            assertThat(child.rest()).isEmpty();
            assertThat(child.exit()).isZero();
        }
    }

    @Test
    void shouldSayTheFixWhenJvmOptionsAreMissing() throws Exception {
        try (JournalChild child = JournalChild.start(output, "hold", List.of())) {
            assertThat(child.line())
                    .startsWith("refused SETUP the journal needs access to the JDK")
                    .contains("--add-opens java.base/java.lang.reflect=ALL-UNNAMED");
            assertThat(child.exit()).isEqualTo(9);
        }
    }

    @Test
    void shouldFindEveryAcknowledgedItemWhenKilledAtRandom() throws Exception {
        Random random = new Random(20261120);
        long acknowledged = -1;
        for (int round = 0; round < 5; round++) {
            try (JournalChild child = JournalChild.start(output, "append", JournalChild.ACCESS)) {
                assertThat(child.line()).isEqualTo("open");
                for (int i = random.nextInt(8000); i >= 0; i--) {
                    acknowledged = Long.parseLong(child.line());
                }
            }
        }
        assertAllThere(acknowledged);
    }

    private void assertAllThere(long acknowledged) throws Exception {
        try (Journal journal = Samples.open(output)) {
            assertThat(journal.items(Status.DONE)).isGreaterThan(acknowledged);
            assertThat(journal.replay().missing()).isZero();
            for (long i = 0; i <= acknowledged; i++) {
                Entry entry = journal.find(JournalChild.id(i));
                assertThat(entry.ordinal())
                        .isEqualTo(i)
                        .isLessThan(journal.listing().size());
            }
            new DerivedFiles(journal, List.of()).write(() -> false);
            List<String> lines = Files.readAllLines(output.resolve("manifest.jsonl"));
            Set<String> once = new HashSet<>(lines);
            assertThat(once).hasSize(lines.size()).hasSize((int) journal.items(Status.DONE));
        }
    }
}
