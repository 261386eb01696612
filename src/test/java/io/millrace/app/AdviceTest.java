package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ConfigException;
import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import io.millrace.config.Layers.Flag;
import io.millrace.item.Fault;
import io.millrace.job.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void shouldNameSettingsThatTheJobHas(String job) throws Exception {
        String advice = advice(job, "TooManyPixels");
        assertThat(problems(job, advice)).as(advice).isEmpty();
        if (!job.equals("embed")) {
            String damaged = advice(job, "CorruptVideo");
            assertThat(damaged).containsPattern(SETTING);
            assertThat(problems(job, damaged)).as(damaged).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"clips, MissingInput, manifest", "landmarks, MissingInput, annotations"})
    void shouldNameWhatTheJobReads(String job, String cause, String word) {
        assertThat(advice(job, cause)).contains("correct the " + word);
    }

    private static String advice(String job, String cause) {
        return new Advice(job, OUTPUT).against(Fault.of(cause, "a reason"));
    }

    private static String problems(String name, String advice) {
        List<Flag> flags = new ArrayList<>();
        Matcher settings = SETTING.matcher(advice);
        while (settings.find()) {
            flags.add(new Flag("advice", settings.group(1), settings.group(2).replace("...", "1")));
        }
        Configuration configuration = Configuration.load(
                new Layers(Home.folder().resolve("conf/" + name + ".conf"), null, Map.of(), List.of(), flags));
        for (Job job : Job.all()) {
            if (job.name().equals(name)) {
                job.assemble(configuration, Home.resources());
            }
        }
        RunSettings.bind(configuration);
        configuration.bind("", JobSetup.JobName.class);
        try {
            configuration.check();
            return "";
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }
}
