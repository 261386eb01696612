package io.millrace.run.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.option.JobOptions;
import io.millrace.cli.option.ResultOptions;
import io.millrace.engine.item.Fault;
import io.millrace.run.JobSetup;
import io.millrace.run.process.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {

    private static final Path OUTPUT = Path.of("out");
    private static final Pattern SETTING = Pattern.compile("--set (\\S+)=(\\S+)");

    /** A setting of another job would only bring the next refusal. */
    @ParameterizedTest
    @ValueSource(strings = {"clips", "embed", "landmarks"})
    void shouldNameSettingsThatTheJobHas(String job) {
        String advice = advice(job, "TooManyPixels");
        assertThat(problems(job, advice)).as(advice).isEmpty();
    }

    /** Landmarks takes what decodes, unless it is told not to: of nothing, no setting makes anything. */
    @ParameterizedTest
    @CsvSource({"clips, true", "landmarks, false"})
    void shouldNameASettingForDamageWhereOneHelps(String job, boolean helps) {
        String advice = advice(job, "CorruptVideo");
        assertThat(advice).contains("replace the files");
        assertThat(SETTING.matcher(advice).find()).as(advice).isEqualTo(helps);
        assertThat(problems(job, advice)).as(advice).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"clips, MissingInput, manifest", "landmarks, MissingInput, annotations"})
    void shouldNameWhatTheJobReads(String job, String cause, String word) {
        assertThat(advice(job, cause)).contains("correct the " + word);
    }

    private static String advice(String job, String cause) {
        return new Advice(job, OUTPUT).against(Fault.of(cause, "a reason"));
    }

    /** Empty if a run takes them. */
    private static String problems(String job, String advice) {
        JobOptions options = new JobOptions();
        options.job = job;
        options.results = new ResultOptions();
        Matcher settings = SETTING.matcher(advice);
        while (settings.find()) {
            options.results.sets.add(settings.group(1) + "=" + settings.group(2).replace("...", "1"));
        }
        try {
            JobSetup.of(options.request(), List.of());
            return "";
        } catch (Refusal e) {
            return e.getMessage();
        }
    }
}
