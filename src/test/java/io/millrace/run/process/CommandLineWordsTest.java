package io.millrace.run.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLineWordsTest {

    private static final Set<String> VERBS = Set.of("run", "plan", "version");

    @Test
    void shouldTakeAWordThatIsNoVerbForAJob() {
        assertThat(words("clips", "pairs.json")).containsExactly("run", "clips", "pairs.json");
        assertThat(words("my/own.conf")).containsExactly("run", "my/own.conf");
    }

    @Test
    void shouldLeaveVerbsAndFlagsInFront() {
        assertThat(words("plan", "clips")).containsExactly("plan", "clips");
        assertThat(words("run", "clips")).containsExactly("run", "clips");
        assertThat(words("--help")).containsExactly("--help");
        assertThat(words()).isEmpty();
    }

    @Test
    void shouldTakeUnderscoresForDashesInFlagsOnly() {
        assertThat(words("clips", "a_b.json", "--num_workers", "decode_2=1", "--output_dir=out/a_b", "-w", "x_y"))
                .containsExactly(
                        "run", "clips", "a_b.json", "--num-workers", "decode_2=1", "--output-dir=out/a_b", "-w", "x_y");
    }

    @Test
    void shouldLeaveWhatComesBehindTwoDashesAsItIs() {
        assertThat(words("clips", "--max_samples", "1", "--", "--odd_name.json"))
                .containsExactly("run", "clips", "--max-samples", "1", "--", "--odd_name.json");
    }

    @Test
    void shouldTurnHelpIntoAFlag() {
        assertThat(words("help")).containsExactly("--help");
        assertThat(words("help", "plan")).containsExactly("plan", "--help");
        assertThat(words("help", "clips")).containsExactly("run", "--help");
    }

    @Test
    void shouldGiveTheCommandAsOneWouldTypeIt() {
        assertThat(CommandLineWords.command(List.of("run", "clips", "pairs.json", "-w", "4")))
                .isEqualTo("bin/run clips pairs.json -w 4");
        assertThat(CommandLineWords.command(List.of("plan", "clips"))).isEqualTo("bin/run plan clips");
    }

    @Test
    void shouldQuoteWhatAShellWouldNotLeaveAlone() {
        assertThat(CommandLineWords.command(List.of("run", "clips", "my pairs.json", "$HOME", "it's", "")))
                .isEqualTo("bin/run clips 'my pairs.json' '$HOME' 'it'\\''s' ''");
    }

    private static String[] words(String... given) {
        return CommandLineWords.of(given, VERBS);
    }
}
