package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Screens from recorded snapshots. Each file holds how it is looked at, the snapshot, and the screen that is expected,
 * a bar behind each row. MILLRACE_GOLDEN=write writes them anew, to be read before they are committed.
 */
class ScreenTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/millrace/show/console/screens");

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if ("write".equals(System.getenv("MILLRACE_GOLDEN"))) {
            Files.createDirectories(FOLDER);
            for (Screens.Golden golden : Screens.all()) {
                View view = golden.view();
                String name = golden.name() + "-" + view.width() + "x" + view.height()
                        + (view.look().unicode() ? "" : "-ascii") + ".txt";
                Files.writeString(FOLDER.resolve(name), text(golden), UTF_8);
            }
        }
    }

    static List<Path> files() throws IOException {
        writeIfAsked();
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldDrawWhatTheFileHolds(Path file) throws IOException {
        String[] halves = Files.readString(file, UTF_8).split("----\n", 2);

        assertThat(drawn(golden(halves[0].lines().toList()))).isEqualTo(halves[1]);
    }

    @Test
    void shouldUseNoColourWhenNoneIsWanted() {
        Screens.Golden golden = Screens.ISSUE;

        assertThat(ansi(golden, false)).doesNotContainPattern("\u001b\\[[0-9;]*(3[0-9]|4[0-9]|9[0-9])m");
        assertThat(ansi(golden, true)).containsPattern("\u001b\\[[0-9;]*3[0-7]m");
    }

    private static String ansi(Screens.Golden golden, boolean colour) {
        View from = golden.view();
        Theme look = new Theme(true, colour, ZoneOffset.UTC);
        View view = new View(from.width(), from.height(), look, from.stage(), from.pane(), 0, "", from.paper(), false);
        StringBuilder all = new StringBuilder();
        Screen.of(golden.status(), view).forEach(row -> all.append(row.toAnsi()));
        return all.toString();
    }

    private static String text(Screens.Golden golden) {
        View view = golden.view();
        StringBuilder text = new StringBuilder();
        text.append("size ")
                .append(view.width())
                .append('x')
                .append(view.height())
                .append('\n');
        text.append("unicode ").append(view.look().unicode()).append('\n');
        text.append("stage ").append(view.stage()).append('\n');
        text.append("pane ").append(view.pane()).append('\n');
        text.append("message ").append(view.message()).append('\n');
        view.paper().forEach(line -> text.append("paper ").append(line).append('\n'));
        text.append("status ").append(StatusJson.text(golden.status())).append('\n');
        return text.append("----\n").append(drawn(golden)).toString();
    }

    private static Screens.Golden golden(List<String> lines) {
        List<String> paper = new ArrayList<>();
        String[] size = value(lines, "size").split("x");
        lines.stream().filter(line -> line.startsWith("paper ")).forEach(line -> paper.add(line.substring(6)));
        View view = new View(
                Integer.parseInt(size[0]),
                Integer.parseInt(size[1]),
                new Theme(value(lines, "unicode").equals("true"), false, ZoneOffset.UTC),
                value(lines, "stage"),
                View.Pane.valueOf(value(lines, "pane")),
                0,
                value(lines, "message"),
                paper,
                false);
        return new Screens.Golden("", StatusJson.of(value(lines, "status")), view);
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    private static String drawn(Screens.Golden golden) {
        StringBuilder screen = new StringBuilder();
        for (AttributedString row : Screen.of(golden.status(), golden.view())) {
            screen.append(row.toString()).append("|\n");
        }
        return screen.toString();
    }
}
