package io.millrace.cli.option;

import io.millrace.config.Layers.Flag;
import io.millrace.run.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a run shows and logs. */
public final class ShowOptions {

    @Option(names = "--progress", paramLabel = "P", description = "auto, full (live console), bar, plain, json or none")
    String progress;

    @Option(names = "--json", description = "like --progress json")
    public boolean json;

    @Option(names = "-q", description = "no progress, only the summary")
    boolean quiet;

    @Option(names = "-v", description = "more detail in the log file")
    boolean verbose;

    @Option(names = "--log-file", paramLabel = "F", description = "log there too")
    Path logFile;

    @Option(
            names = "--report",
            paramLabel = "FILE|none",
            description = "put the report there, too; none makes no report")
    public String report;

    @Option(names = "--no-color", description = "no colours in the live console")
    boolean noColor;

    public RunOptions.Log log() {
        return new RunOptions.Log(verbose, logFile);
    }

    public List<Flag> flags() {
        String shown = json ? "json" : quiet ? "none" : progress;
        String name = json ? "--json" : quiet ? "-q" : "--progress";
        List<Flag> flags = new ArrayList<>();
        JobOptions.add(flags, name, "console.progress", shown);
        JobOptions.add(flags, "--no-color", "console.color", noColor ? "never" : null);
        return flags;
    }
}
