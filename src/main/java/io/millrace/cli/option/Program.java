package io.millrace.cli.option;

import picocli.CommandLine;

/** The whole command line, for the verbs that speak of it or run others. The root command's user object. */
public interface Program {

    /** Runs a command line as the process would, and returns its exit code. */
    int execute(String... words);

    /** A new parser of the command line. */
    CommandLine parser();
}
