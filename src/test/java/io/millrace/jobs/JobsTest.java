package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Configuration;
import io.millrace.config.Layers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobsTest {

    @Test
    void shouldFindTheJobsByTheirLines() {
        assertThat(Jobs.all()).extracting(Job::name).startsWith("clips", "embed", "landmarks");
        assertThat(Jobs.find("embed").profile().summary()).contains("vectors");
        assertThat(Jobs.find("nonsense")).isNull();
    }

    static List<Job> jobs() {
        return Jobs.all();
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldNameSettingsThatThereAre(Job job) {
        List<String> keys = Configuration.load(Layers.NONE).keys();
        JobProfile.Input input = job.profile().input();
        assertThat(keys).containsAll(input.keys());
        assertThat(input.needed()).allSatisfy(needed -> {
            assertThat(keys).contains(needed.key());
            assertThat(needed.example()).isNotBlank();
        });
        assertThat(job.options()).allSatisfy(option -> assertThat(keys).contains(option.key()));
        assertThat(input.keys()).contains(job.inputKey());
        assertThat(job.profile().stages().names())
                .containsAll(job.profile().stages().heavy());
    }

    /** Of one name there is one option to a job, and jobs that share one mean the same setting. */
    @Test
    void shouldAgreeOnOptionsOfOneName() {
        Map<String, List<JobOption>> byName = Jobs.all().stream()
                .flatMap(job -> job.options().stream())
                .collect(Collectors.groupingBy(JobOption::name));
        assertThat(byName.values())
                .allSatisfy(same -> assertThat(same)
                        .extracting(JobOption::key)
                        .containsOnly(same.get(0).key()))
                .allSatisfy(same -> assertThat(same)
                        .extracting(JobOption::names)
                        .containsOnly(same.get(0).names()));
        assertThat(Jobs.all())
                .allSatisfy(job ->
                        assertThat(job.options()).extracting(JobOption::name).doesNotHaveDuplicates());
    }
}
