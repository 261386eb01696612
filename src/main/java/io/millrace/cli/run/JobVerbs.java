package io.millrace.cli.run;

import io.millrace.jobs.Job;
import io.millrace.jobs.JobVerb;
import io.millrace.jobs.Jobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The verbs of jobs as commands: {@code run <job> <verb> ...}. */
public final class JobVerbs {

    private JobVerbs() {}

    /** The job's verb that these words begin with as a command, or null. */
    public static CommandLine find(String... words) {
        Job job = words.length > 2 && words[0].equals("run") ? Jobs.find(words[1]) : null;
        return job == null
                ? null
                : job.verbs().stream()
                        .filter(verb -> verb.name().equals(words[2]))
                        .findFirst()
                        .map(verb -> new CommandLine(spec(job, verb)))
                        .orElse(null);
    }

    private static CommandSpec spec(Job job, JobVerb verb) {
        Call call = new Call(verb);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(call).name("bin/run " + job.name() + " " + verb.name());
        call.spec = spec;
        spec.usageMessage().description(verb.summary());
        for (int i = 0; i < verb.parameters().size(); i++) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index(Integer.toString(i))
                    .paramLabel(verb.parameters().get(i))
                    .required(true)
                    .type(String.class)
                    .build());
        }
        verb.options()
                .forEach((name, description) -> spec.addOption(OptionSpec.builder(name)
                        .paramLabel("VALUE")
                        .type(String.class)
                        .description(description)
                        .build()));
        spec.addOption(help());
        return spec;
    }

    /** What every command has. */
    public static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("show this")
                .build();
    }

    /** Runs a verb with what its command was given. */
    private static final class Call implements Callable<Integer> {

        private final JobVerb verb;
        private CommandSpec spec;

        Call(JobVerb verb) {
            this.verb = verb;
        }

        @Override
        public Integer call() throws Exception {
            ParseResult parsed = spec.commandLine().getParseResult();
            List<String> parameters = parsed.matchedPositionals().stream()
                    .map(parameter -> parameter.<String>getValue())
                    .toList();
            Map<String, String> options = new HashMap<>();
            for (String name : verb.options().keySet()) {
                if (parsed.hasMatchedOption(name)) {
                    options.put(name, parsed.matchedOptionValue(name, ""));
                }
            }
            return verb.action().run(new JobVerb.Given(parameters, options), System.out);
        }
    }
}
