package io.millrace.jobs;

import io.millrace.config.Defaults;
import java.net.URL;
import java.util.List;
import java.util.Objects;

/** The jobs' own keys and their defaults, for the configuration. */
public final class JobDefaults implements Defaults {

    @Override
    public List<URL> files() {
        return Jobs.all().stream().map(Job::reference).filter(Objects::nonNull).toList();
    }
}
