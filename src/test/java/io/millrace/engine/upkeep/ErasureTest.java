package io.millrace.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalException;
import io.millrace.engine.journal.JournalSettings;
import io.millrace.engine.journal.Samples;
import io.millrace.engine.output.DerivedFiles;
import io.millrace.engine.output.OutputState;
import io.millrace.engine.output.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTest {

    @TempDir
    private Path output;

    @TempDir
    private Path elsewhere;

    private JournalSettings settings = JournalSettings.DEFAULT;

    @BeforeEach
    void writeWhatNobodyRecorded() throws IOException {
        write("mine.txt");
        write("a/notes/mine.txt");
    }

    @Test
    void shouldRemoveWhatTheJournalNamesAndNothingElse() throws Exception {
        makeSome();

        erase();

        assertThat(files()).containsExactly(".millrace/LOCK", "a/notes/mine.txt", "mine.txt");
        assertThat(output.resolve("b")).doesNotExist();
        assertThat(outcomes()).as("the next run begins anew").isZero();
    }

    @Test
    void shouldRemoveTheArchivesThatHoldManyItems() throws Exception {
        makeSome();
        try (Journal journal = Journal.open(output, Samples.run("2"), settings)) {
            Samples.append(journal, "g", Samples.done("000000.tar#g.json", 1, 2));
            Samples.append(journal, "h", Samples.done("000000.tar#h.json", 1, 2));
        }
        assertThat(new OutputState(output).claim("000000.tar")).isTrue();
        write("000000.tar");
        write("000001.tar");

        erase();

        assertThat(files()).containsExactly(".millrace/LOCK", "000001.tar", "a/notes/mine.txt", "mine.txt");
    }

    @Test
    void shouldEmptyAJournalThatLiesApartToo() throws Exception {
        settings = new JournalSettings(settings.durability(), settings.sync(), elsewhere.toString());
        Files.writeString(elsewhere.resolve("mine.txt"), "mine");
        makeSome();

        erase();

        assertThat(files()).containsExactly(".millrace/LOCK", "a/notes/mine.txt", "mine.txt");
        try (Stream<Path> left = Files.list(elsewhere)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("LOCK", "mine.txt");
        }
        assertThat(outcomes()).isZero();
    }

    @Test
    void shouldLeaveEverythingWhileARunIsAtWork() throws Exception {
        makeSome();
        List<String> before = files();
        try (Journal journal = Journal.open(output, Samples.run("2"), settings)) {
            assertThatThrownBy(this::erase).isInstanceOfSatisfying(JournalException.class, e -> assertThat(e.kind())
                    .isEqualTo(JournalException.Kind.LOCKED));
            assertThat(journal.find(new ItemId("b"))).isNotNull();
        }
        assertThat(files()).containsAll(before);
        assertThat(Erasure.begun(output)).isFalse();
    }

    @Test
    void shouldRemoveWhatIsOursInFoldersOfTheRootAndTheFoldersWithIt() throws Exception {
        makeSome();
        OutputState state = new OutputState(output);
        for (String name : List.of("ours/0.npy", "shared/0.npy", "gone/0.npy")) {
            assertThat(state.claim(name)).isTrue();
        }
        write("ours/0.npy");
        write("shared/0.npy");
        write("shared/mine.txt");

        erase();

        assertThat(files()).containsExactly(".millrace/LOCK", "a/notes/mine.txt", "mine.txt", "shared/mine.txt");
        assertThat(output.resolve("ours")).doesNotExist();
    }

    /** Something in the middle of the way does not let itself be removed; when it is gone, the rest goes too. */
    @Test
    void shouldBeGoneOnWithWhenItWasCutShort() throws Exception {
        makeSome();
        Files.delete(output.resolve("b/x"));
        write("b/x/in-the-way");
        assertThatThrownBy(this::erase).isInstanceOf(JournalException.class).hasMessageContaining("cannot empty");
        assertThat(Erasure.begun(output)).isTrue();

        Files.delete(output.resolve("b/x/in-the-way"));
        erase();

        assertThat(Erasure.begun(output)).isFalse();
        assertThat(files()).containsExactly(".millrace/LOCK", "a/notes/mine.txt", "mine.txt");
    }

    /** Whether or not the names are ones that the file system takes. */
    @Test
    void shouldRemoveWhatKilledWritesHaveLeftBesideItems() throws Exception {
        write("a/x");
        write("d/.e.npz.tmp");
        write("d/.other.npz.tmp");
        try (Journal journal = Journal.open(output, Samples.run("1"), settings)) {
            Samples.append(journal, "a", Samples.done("a/x", 1, 2));
            journal.listing().ordinalOf(new ItemId("d/e"), "under way");
            journal.listing().ordinalOf(new ItemId("gone"), "under way");
        }

        Erasure.of(output, settings, new Erasure.Leftovers() {
            @Override
            public boolean test(String name) {
                return false;
            }

            @Override
            public List<String> beside(ItemId id) {
                return List.of(id.value().equals("d/e") ? "d/.e.npz.tmp" : "none", "n".repeat(300));
            }
        });

        assertThat(files()).containsExactly(".millrace/LOCK", "a/notes/mine.txt", "d/.other.npz.tmp", "mine.txt");
    }

    /** The writers fail such an item; it is listed all the same. */
    @Test
    void shouldPassOverIdsThatTheFileSystemDoesNotTakeOrThatAreFiles() throws Exception {
        makeSome();
        try (Journal journal = Journal.open(output, Samples.run("2"), settings)) {
            for (String id : List.of("n".repeat(300), "a/" + "n".repeat(300), "n/".repeat(2000) + "n", "mine.txt/x")) {
                Samples.append(journal, id, Samples.failed("its id is too long"));
            }
        }

        erase();

        assertThat(files()).containsExactly(".millrace/LOCK", "a/notes/mine.txt", "mine.txt");
    }

    private void makeSome() throws IOException {
        write("a/x");
        write("b/x");
        write("c/.x.tmp");
        RunFolder.create(output, java.time.LocalDateTime.of(2026, 1, 2, 3, 4)).close();
        try (Journal journal = Journal.open(output, Samples.run("1"), settings)) {
            Samples.append(journal, "a", Samples.done("a/x", 1, 2));
            Samples.append(journal, "b", Samples.done("b/x", 1, 2));
            Samples.append(journal, "f", Samples.failed("no moov"));
            journal.listing().ordinalOf(new ItemId("c"), "under way");
            new DerivedFiles(journal, List.of()).write(() -> false);
        }
    }

    private void erase() throws JournalException {
        Erasure.of(output, settings, name -> name.endsWith(".tmp"));
    }

    private long outcomes() throws IOException {
        try (Journal journal = Journal.open(output, Samples.run("3"), settings)) {
            return journal.listing().size() + journal.replay().runs();
        }
    }

    private void write(String name) throws IOException {
        Path file = output.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> output.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
