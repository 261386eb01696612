package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the command line answers: on which stream, and what it suggests for a word that it does not know. */
@Timeout(120)
class AnswersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "--version",
                "-V",
                "--help",
                "-h",
                "help",
                "help plan",
                "clips --help",
                "validate clips",
                "validate all",
                "config clips",
                "config clips --origin"
            })
    void shouldAnswerOnStdoutAndSayNothingElse(String words) {
        checkQuiet(Said.by(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"clpis, clips", "verison, version", "plan clisp, clips"})
    void shouldSuggestAWordForOneThatItDoesNotKnow(String words, String meant) {
        Said ended = Said.by(words.split(" "));

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("did you mean '" + meant + "'?");
    }

    @Test
    void shouldSuggestAnOptionForOneThatItDoesNotKnow() {
        Said ended = Said.by("clips", "--wokers", "3");

        assertThat(ended.exit()).as(ended.everything()).isEqualTo(2);
        assertThat(ended.err()).contains("--wokers", "--workers", "'bin/run run --help' shows what there is");
    }

    @Test
    void shouldUnderstandTheNamesThatScriptsHave() {
        Said ended = Said.by(
                "config",
                "clips",
                "--pairs_json=my_pairs.json",
                "--clips_dir",
                "my_clips",
                "--output_dir",
                "my_out",
                "--num_workers",
                "3",
                "--num-frames",
                "5",
                "--frame_height",
                "8",
                "--frame-width",
                "12",
                "--max_samples",
                "7",
                "--resume",
                "--checkpoint_file",
                "my_checkpoint.json");

        checkQuiet(ended);
        assertThat(ended.out().lines().map(line -> line.strip().replace("\"", "")))
                .contains(
                        "pairs = my_pairs.json",
                        "clips-dir = my_clips",
                        "dir = my_out",
                        "workers = 3",
                        "frames = 5",
                        "size = 8x12",
                        "limit = 7");
    }

    private static void checkQuiet(Said ended) {
        assertThat(ended.exit()).as(ended.everything()).isZero();
        assertThat(ended.out()).isNotBlank();
        assertThat(ended.err()).isEmpty();
    }
}
