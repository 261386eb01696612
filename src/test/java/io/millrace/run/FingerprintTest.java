package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.option.JobOptions;
import io.millrace.data.table.ManifestException;
import io.millrace.jobs.OpenPhase;
import io.millrace.run.process.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    @Test
    void shouldBeTheSameEveryTime() throws Exception {
        assertThat(with("stages.decode.frames=7")).isEqualTo(with("stages.decode.frames=7"));
        assertThat(with("stages.decode.frames=7").value()).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stages.decode.frames=17",
                "stages.decode.sampling=endpoint-excluded",
                "stages.decode.max-pixels=1000",
                "stages.decode.corrupt=keep-decoded",
                "stages.transform.size=8x9",
                "stages.transform.filter=area",
                "stages.transform.channel-order=bgr",
                "stages.transform.matrix=bt601",
                "output.format=null",
                "output.format=npy",
                "output.split.mode=all-train",
                "output.split.ratios=0.5,0.25,0.25",
                "output.split.seed=7"
            })
    void shouldChangeWhenASettingChangesWhatComesOut(String setting) throws Exception {
        String key = setting.substring(0, setting.indexOf('='));

        assertThat(with(setting).value()).isNotEqualTo(plain().value());
        assertThat(StaleItems.changes(plain().settings(), with(setting).settings()))
                .startsWith("  " + key + " ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.pairs=other.json",
                "source.fields.text=my_column",
                "source.clips-dir=elsewhere",
                "source.limit=5",
                "source.part=1/2",
                "source.only=a",
                "output.dir=elsewhere",
                "stages.decode.workers=7",
                "stages.decode.queue=7",
                "stages.transform.workers=7",
                "stages.write.workers=7",
                "memory.limit=100GiB",
                "memory.in-flight=7",
                "errors.max=3",
                "errors.retry.attempts=7",
                "journal.durability=power",
                "journal.dir=elsewhere",
                "console.interval=1s",
                "shutdown.timeout=1s"
            })
    void shouldStayWhenASettingChangesHowOrWhere(String setting) throws Exception {
        assertThat(with(setting)).isEqualTo(plain());
    }

    @Test
    void shouldNameTheStepsWhoseBytesMatter() throws Exception {
        assertThat(plain().settings().lines())
                .startsWith("job = clips")
                .contains("step decode 1", "step transform 1", "step encode 2");
    }

    /** What the vocabulary holds, not where it lies. */
    @Test
    void shouldFollowTheContentOfTheVocabulary(@TempDir Path folder) throws Exception {
        Path first = Files.writeString(folder.resolve("a.json"), "{}");
        Path moved = Files.writeString(folder.resolve("b.json"), "{}");
        Path other = Files.writeString(folder.resolve("c.json"), "{ }");

        assertThat(tokenized(first)).isEqualTo(tokenized(moved)).isNotEqualTo(tokenized(other));
        assertThat(tokenized(first).settings()).contains("step tokenizer 44136fa355b3678a\n");
        assertThat(plain().settings()).doesNotContain("tokenizer");
    }

    /** {@code plan} and a run refuse it; a fingerprint alone must not. */
    @Test
    void shouldStillBeOneWhenTheVocabularyIsMissing(@TempDir Path folder) throws Exception {
        JobSetup setup = setup(List.of("stages.transform.tokenizer=" + folder.resolve("none.json")));

        assertThat(Fingerprint.of(setup)).isNotEqualTo(plain());
        assertThatThrownBy(() -> OpenPhase.of(setup.assembly().first(), folder))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("stages.transform.tokenizer");
    }

    private static Fingerprint tokenized(Path vocabulary) throws Refusal {
        return with("stages.transform.tokenizer=" + vocabulary);
    }

    private static Fingerprint plain() throws Refusal {
        return Fingerprint.of(setup(List.of()));
    }

    private static Fingerprint with(String setting) throws Refusal {
        return Fingerprint.of(setup(List.of(setting)));
    }

    private static JobSetup setup(List<String> sets) throws Refusal {
        JobOptions options = new JobOptions();
        options.job = "clips";
        options.results.sets = sets;
        return JobSetup.of(options.request(), List.of());
    }
}
