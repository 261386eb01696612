package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.option.JobOptions;
import io.millrace.config.Configuration;
import io.millrace.jobs.Job;
import io.millrace.jobs.Jobs;
import io.millrace.run.process.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class JobSetupTest {

    /**
     * Somebody who says how many frames wants so many: to take no notice would be a result that is not what was asked
     * for.
     */
    @ParameterizedTest
    @CsvSource({
        "landmarks, --frames=8, --frames has no effect on landmarks",
        "landmarks, --clips-dir=v, --clips-dir has no effect on landmarks",
        "landmarks, --model=arcface, --model has no effect on landmarks",
        "landmarks, --set=stages.decode.corrupt=keep-decoded, --set stages.decode.corrupt has no effect on landmarks",
        "clips, --max-hands=1, --max-hands has no effect on clips",
        "embed, --palm-model=p.onnx, --palm-model has no effect on embed"
    })
    void shouldRefuseAnOptionThatIsAnotherJobs(String job, String option, String message) {
        assertThatThrownBy(() -> JobSetup.of(options(job, option).request(), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"clips, --frames=8", "landmarks, --max-hands=1", "embed, --set=stages.align.queue=4"})
    void shouldTakeTheOptionsOfTheJob(String job, String option) {
        assertThatCode(() -> JobSetup.of(options(job, option).request(), List.of()))
                .doesNotThrowAnyException();
    }

    /** Else a setting that is only read later would be refused. */
    @Test
    void shouldHaveReadEverySettingOfTheJobsOnceTheyAreSetUp() throws Refusal {
        List<String> idle = JobSetup.of(options("clips").request(), List.of())
                .configuration()
                .keys();
        for (Job job : Jobs.all()) {
            Configuration configuration =
                    JobSetup.of(options(job.name()).request(), List.of()).configuration();
            idle = idle.stream().filter(configuration::isIdle).toList();
        }
        assertThat(idle).isEmpty();
    }

    private static JobOptions options(String... words) {
        JobOptions options = new JobOptions();
        CommandLine line = new CommandLine(options);
        options.declare(line.getCommandSpec());
        line.parseArgs(words);
        return options;
    }
}
