package io.millrace.jobs;

import java.util.List;
import java.util.ServiceLoader;

/** The jobs that the class path has, in the order of their lines in {@code META-INF/services}. */
public final class Jobs {

    private Jobs() {}

    public static List<Job> all() {
        return ServiceLoader.load(Job.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** What they are called, in their order. */
    public static List<String> names() {
        return all().stream().map(Job::name).toList();
    }

    /** The job of that name, or null. */
    public static Job find(String name) {
        return all().stream().filter(job -> job.name().equals(name)).findFirst().orElse(null);
    }
}
