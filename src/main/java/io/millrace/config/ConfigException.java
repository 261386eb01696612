package io.millrace.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The configuration is refused. Carries every problem at once; the message has one line for each. Exit code 78. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(joining(System.lineSeparator())));
    }
}
