package io.millrace.cli.option;

import io.millrace.jobs.Job;
import io.millrace.jobs.JobOption;
import io.millrace.jobs.Jobs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option of one job or of several, as the command line has it.
 *
 * @param byJob what each job means by it
 */
record SharedOption(Map<Job, JobOption> byJob) {

    /** Of all jobs, in their order. */
    static List<SharedOption> all() {
        Map<String, SharedOption> all = new LinkedHashMap<>();
        for (Job job : Jobs.all()) {
            for (JobOption option : job.options()) {
                all.computeIfAbsent(option.name(), name -> new SharedOption(new LinkedHashMap<>()))
                        .byJob
                        .put(job, option);
            }
        }
        return List.copyOf(all.values());
    }

    String name() {
        return any().name();
    }

    String key() {
        return any().key();
    }

    boolean input() {
        return any().input();
    }

    boolean isOf(Job job) {
        return byJob.keySet().stream().anyMatch(one -> one.name().equals(job.name()));
    }

    List<String> choices() {
        List<String> choices = new ArrayList<>();
        for (JobOption option : byJob.values()) {
            choices.addAll(option.choices());
            if (!option.files().isEmpty()) {
                choices.addAll(ConfFolder.names(option.files()));
            }
        }
        return choices.stream().distinct().sorted().toList();
    }

    OptionSpec spec() {
        return OptionSpec.builder(any().names().toArray(String[]::new))
                .type(String.class)
                .arity("1")
                .paramLabel(any().param())
                .description(description())
                .hidden(any().hidden())
                .completionCandidates(choices().isEmpty() ? null : choices())
                .build();
    }

    /** Told apart by job; percent signs are picocli's. */
    private String description() {
        return byJob.entrySet().stream()
                .map(one -> one.getKey().name() + ": " + one.getValue().description())
                .collect(Collectors.joining("; "))
                .replace("%", "%%");
    }

    private JobOption any() {
        return byJob.values().iterator().next();
    }
}
