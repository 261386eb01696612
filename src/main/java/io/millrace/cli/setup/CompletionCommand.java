package io.millrace.cli.setup;

import io.millrace.cli.option.ConfFolder;
import io.millrace.cli.option.JobWords;
import io.millrace.cli.option.Program;
import io.millrace.cli.run.RunCommand;
import io.millrace.config.Choices;
import io.millrace.engine.journal.Durability;
import io.millrace.engine.pipeline.StalePolicy;
import io.millrace.jobs.Job;
import io.millrace.jobs.JobVerb;
import io.millrace.jobs.Jobs;
import io.millrace.run.RunSettings;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = {
            "  source <(bin/run completion bash)",
            "  bin/run completion zsh > ~/.millrace-completion    and in .zshrc: source ~/.millrace-completion"
        },
        description = "Prints what makes a shell complete verbs, jobs, options and their values after 'bin/run'.")
public final class CompletionCommand implements Callable<Integer> {

    private static final String FUNCTIONS = "millrace";

    /** Shells complete for the words as they are typed. */
    private static final List<String> TYPED = List.of("bin/run", "./bin/run");

    private static final String JOB = "<job>";

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "which shell")
    String shell;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Refusal {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw Refusal.usage("completion is for bash or zsh, not '" + shell + "'");
        }
        System.out.print(shell.equals("zsh") ? "autoload -U +X bashcompinit && bashcompinit\n" : "");
        System.out.print(script((Program) spec.root().userObject()));
        return ExitCode.OK.code();
    }

    /** In bash's language; zsh understands it, too. */
    static String script(Program program) {
        CommandLine line = program.parser();
        List<String> jobs = Stream.concat(ConfFolder.names("").stream(), Jobs.names().stream())
                .distinct()
                .sorted()
                .toList();
        Map<String, List<String>> values = values(jobs);
        line.getSubcommands().values().forEach(verb -> tell(verb.getCommandSpec(), values));
        for (String job : jobs) {
            if (!line.getSubcommands().containsKey(job)) {
                line.addSubcommand(job, new CommandLine(run(job, values)));
            }
        }
        List<String> typed = new ArrayList<>(TYPED);
        typed.add(Installation.folder()
                .toAbsolutePath()
                .normalize()
                .resolve("bin/run")
                .toString());
        String generated = AutoComplete.bash(FUNCTIONS, line);
        int end = generated.lastIndexOf("complete -F");
        String words = typed.stream().map(CommandLineWords::quoted).collect(Collectors.joining(" "));
        return generated.substring(0, end) + "complete -F _complete_" + FUNCTIONS + " -o default " + words + "\n";
    }

    /** {@code clips ...} is short for {@code run clips ...}. */
    private static CommandSpec run(String name, Map<String, List<String>> values) {
        CommandSpec run = CommandSpec.forAnnotatedObject(new RunCommand());
        JobWords.tell(run);
        tell(run, values);
        for (PositionalParamSpec positional : List.copyOf(run.positionalParameters())) {
            run.remove(positional);
            if (!positional.paramLabel().equals(JOB)) {
                run.addPositional(PositionalParamSpec.builder(positional)
                        .index("0..*")
                        .completionCandidates(verbs(name))
                        .build());
            }
        }
        return run;
    }

    /** That stand where INPUT would; null if there are none. */
    private static List<String> verbs(String name) {
        Job job = Jobs.find(name);
        return job == null || job.verbs().isEmpty()
                ? null
                : job.verbs().stream().map(JobVerb::name).toList();
    }

    /** What an option or a parameter may be. */
    private static void tell(CommandSpec spec, Map<String, List<String>> values) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> candidates = values.get(option.longestName());
            if (candidates != null) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option)
                        .completionCandidates(candidates)
                        .build());
            }
        }
        for (PositionalParamSpec positional : List.copyOf(spec.positionalParameters())) {
            List<String> candidates = values.get(positional.paramLabel());
            if (candidates != null) {
                spec.remove(positional);
                spec.addPositional(PositionalParamSpec.builder(positional)
                        .completionCandidates(candidates)
                        .build());
            }
        }
        spec.subcommands().values().forEach(verb -> tell(verb.getCommandSpec(), values));
    }

    /** By the name of an option, or the label of a parameter. */
    private static Map<String, List<String>> values(List<String> jobs) {
        Map<String, List<String>> values = new TreeMap<>();
        values.put("--stale", Choices.words(StalePolicy.values()));
        values.put("--durability", Choices.words(Durability.values()));
        values.put("--progress", Choices.words(RunSettings.Progress.values()));
        values.put("--report", List.of("none"));
        values.put(JOB, jobs);
        values.put("bash|zsh", List.of("bash", "zsh"));
        return values;
    }
}
