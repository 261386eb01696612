package io.millrace.cli;

import io.millrace.cli.doctor.DoctorCommand;
import io.millrace.cli.inspect.ErrorsCommand;
import io.millrace.cli.inspect.ExplainCommand;
import io.millrace.cli.inspect.JournalCommand;
import io.millrace.cli.inspect.ReportCommand;
import io.millrace.cli.inspect.RunsCommand;
import io.millrace.cli.inspect.SearchCommand;
import io.millrace.cli.live.AskingCommand;
import io.millrace.cli.live.StatusCommand;
import io.millrace.cli.live.TopCommand;
import io.millrace.cli.option.JobWords;
import io.millrace.cli.option.Program;
import io.millrace.cli.run.DemoCommand;
import io.millrace.cli.run.JobVerbs;
import io.millrace.cli.run.PlanCommand;
import io.millrace.cli.run.RetryCommand;
import io.millrace.cli.run.RunCommand;
import io.millrace.cli.run.TryCommand;
import io.millrace.cli.setup.CompletionCommand;
import io.millrace.cli.setup.ConfigCommand;
import io.millrace.cli.setup.InitCommand;
import io.millrace.cli.setup.ManCommand;
import io.millrace.cli.setup.ValidateCommand;
import io.millrace.cli.setup.VersionCommand;
import io.millrace.run.Failing;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import io.millrace.run.process.StandardOutput;
import io.millrace.run.process.Supervisor;
import io.millrace.text.ForeignText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Where the process begins. */
@Command(
        name = "bin/run",
        header = {
            "  bin/run demo                                  the jobs on sample videos and pictures",
            "  bin/run clips pairs.json --clips-dir videos   prepare a video-text data set",
            "  bin/run clips pairs.csv --output out/a -w 8   with 8 workers per heavy stage",
            "  bin/run embed photos --output out/photos      pictures to vectors",
            "  bin/run search out/photos --image query.jpg   what is most like a picture",
            "  bin/run plan clips pairs.json                 what would run; runs nothing",
            "  bin/run top out/clips                         watch a running process, change workers",
            "  bin/run try clips video.mp4                   each stage's result and time",
            "  bin/run errors out/clips                      what failed, and what helps",
            "  bin/run explain out/clips ID                  one item's story",
            "  bin/run report out/clips                      a run as a page, with its course over time",
            "  bin/run doctor                                is this machine fit for it"
        },
        description = {
            "Prepares media for machine learning: decodes, transforms and writes, every item",
            "exactly once. A run that was killed goes on where it was when the same command",
            "is given again.",
            "",
            "'bin/run <job> ...' is short for 'bin/run run <job> ...'. Jobs: {jobs}.",
            "{verbs}"
        },
        commandListHeading = "Verbs:%n",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            PlanCommand.class,
            TryCommand.class,
            TopCommand.class,
            StatusCommand.class,
            AskingCommand.Scale.class,
            AskingCommand.Pause.class,
            AskingCommand.Continue.class,
            AskingCommand.Drain.class,
            AskingCommand.Stop.class,
            ErrorsCommand.class,
            RetryCommand.class,
            ExplainCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            ValidateCommand.class,
            ConfigCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            SearchCommand.class,
            JournalCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            VersionCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = "@|reset |@",
        synopsisSubcommandLabel = "<verb>|<job>")
public final class Main implements Callable<Integer>, Program {

    /** {@code run <job> <verb>}. */
    private static final int JOB_VERB_WORDS = 3;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this, or a verb's options")
    boolean help;

    @CommandLine.Option(
            names = {"-V", "--version"},
            description = "show the version")
    boolean version;

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        Supervisor.attach();
        Installation.configureLogging();
        Locale.setDefault(Locale.ROOT); // for libraries; what is ours says it where it matters
        StandardOutput output = StandardOutput.install();
        System.exit(output.code(run(arguments)));
    }

    public static int run(String... arguments) {
        try {
            String[] words = CommandLineWords.of(arguments, allVerbs());
            CommandLine verb = JobVerbs.find(words);
            return verb == null
                    ? commandLine().execute(words)
                    : prepared(verb).execute(Arrays.copyOfRange(words, JOB_VERB_WORDS, words.length));
        } catch (OutOfMemoryError | LinkageError e) { // the parser hands on exceptions only
            return failed(e);
        }
    }

    @Override
    public int execute(String... words) {
        return run(words);
    }

    @Override
    public CommandLine parser() {
        return commandLine();
    }

    /** The words that a job cannot be called. Each start asks for them, and a parser takes long to make. */
    public static Set<String> allVerbs() {
        return Stream.of(Main.class.getAnnotation(Command.class).subcommands())
                .map(verb -> verb.getAnnotation(Command.class).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Integer call() {
        if (version) {
            return new VersionCommand().call();
        }
        spec.commandLine().usage(System.err);
        return ExitCode.USAGE.code();
    }

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        JobWords.tell(line.getCommandSpec());
        prepared(line);
        frame(line);
        line.getSubcommands().values().forEach(Main::frame);
        line.getCommandSpec().usageMessage().footer(exitCodes());
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Main::verbList);
        DoctorCommand.prepare(line.getSubcommands().get("doctor").getCommandSpec());
        line.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(JobVerbs.help()));
        return line;
    }

    /** The header of each help is examples; what it describes stands between empty lines. */
    private static void frame(CommandLine command) {
        UsageMessageSpec help = command.getCommandSpec().usageMessage();
        help.header(framed("Examples:", help.header()));
        help.description(framed("", help.description()));
    }

    private static String[] framed(String first, String... lines) {
        return Stream.of(Stream.of(first), Stream.of(lines), Stream.of(""))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static CommandLine prepared(CommandLine line) {
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setParameterExceptionHandler(Main::misused);
        line.setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown));
        return line;
    }

    /** The headers of the verbs are examples, so each is told by the first sentence of its description. */
    private static String verbList(CommandLine.Help help) {
        StringBuilder list = new StringBuilder();
        help.subcommands().forEach((name, verb) -> {
            String description =
                    String.join(" ", verb.commandSpec().usageMessage().description());
            String sentence = description.strip().split("[.:](?= |$)", 2)[0];
            list.append(String.format(Locale.ROOT, "  %-10s %s%n", name, sentence));
        });
        return list.toString();
    }

    private static String[] exitCodes() {
        return Arrays.stream(ExitCode.values())
                .map(code -> String.format(Locale.ROOT, "  %3d  %s", code.code(), code.meaning()))
                .toArray(String[]::new);
    }

    private static int misused(ParameterException thrown, String[] arguments) {
        System.err.println(ForeignText.lines(thrown.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(
                thrown, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        String verb = thrown.getCommandLine().getCommandName();
        System.err.println(
                "'" + (verb.startsWith("bin/run") ? verb : "bin/run " + verb) + " --help' shows what there is");
        return ExitCode.USAGE.code();
    }

    private static int failed(Throwable thrown) {
        if (thrown instanceof StandardOutput.Unwritable) {
            return ExitCode.OK.code(); // said at the end
        }
        Failing failing = Failing.of(thrown);
        System.err.println(ForeignText.lines(failing.message()));
        if (failing.code() == ExitCode.INTERNAL) {
            System.err.println("please report it, with this:");
            thrown.printStackTrace();
        }
        return failing.code().code();
    }
}
