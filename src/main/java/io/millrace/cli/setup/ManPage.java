package io.millrace.cli.setup;

import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Installation;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page: everything that the helps say, in one text for {@code man}. */
final class ManPage {

    private final StringBuilder page = new StringBuilder(32 << 10);

    private ManPage() {}

    static String of(CommandLine line) {
        ManPage page = new ManPage();
        page.write(line);
        return page.page.toString();
    }

    private void write(CommandLine line) {
        CommandSpec root = line.getCommandSpec();
        page.append(".TH MILLRACE 1 \"\" \"Millrace ")
                .append(Installation.version())
                .append("\" \"Millrace\"\n");
        page.append(".ad l\n.nh\n");
        section("NAME");
        text("millrace - prepares media for machine learning, every item exactly once");
        section("SYNOPSIS");
        text("bin/run <verb> [options]");
        page.append(".br\n");
        text("bin/run <job> [INPUT] [options]");
        section("DESCRIPTION");
        text(description(root));
        section("VERBS");
        line.getSubcommands().forEach(this::verb);
        section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            entry(Integer.toString(code.code()), code.meaning());
        }
        section("ENVIRONMENT");
        entry("MILLRACE_JAVA_HOME", "The Java to use; else JAVA_HOME, else the one on the PATH.");
        entry("MILLRACE_MEMORY", "What the process may use in all, where --memory does not say it.");
        entry("MILLRACE_OPTS", "More options for Java.");
        entry("MILLRACE_<KEY>", "Any setting: MILLRACE_STAGES_DECODE_WORKERS is stages.decode.workers.");
        entry("NO_COLOR", "No colours.");
        section("FILES");
        entry("conf/<job>.conf", "The settings of a job.");
        entry("conf/site.conf", "Settings of this machine, for all jobs.");
        entry("OUT/.millrace/runs/<run>/", "What a run says of itself: report, summary, failures, log, settings.");
        section("EXAMPLES");
        examples(root);
    }

    private void verb(String name, CommandLine verb) {
        CommandSpec spec = verb.getCommandSpec();
        page.append(".SS \"")
                .append(escaped("bin/run " + name + parameters(spec)))
                .append("\"\n");
        text(description(spec));
        spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(parameter -> entry(parameter.paramLabel(), description(parameter)));
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> entry(names(option), description(option)));
        verb.getSubcommands().forEach((word, more) -> {
            page.append(".P\n");
            text("bin/run " + name + " " + word + parameters(more.getCommandSpec()));
            page.append(".RS\n");
            text(description(more.getCommandSpec()));
            more.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> entry(names(option), description(option)));
            page.append(".RE\n");
        });
        page.append(".P\n");
        examples(spec);
    }

    private static String parameters(CommandSpec spec) {
        StringBuilder words = new StringBuilder();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            boolean needed = parameter.arity().min() > 0;
            words.append(needed ? " " + parameter.paramLabel() : " [" + parameter.paramLabel() + "]");
        }
        return words.toString();
    }

    private static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
    }

    private static String description(ArgSpec argument) {
        return plain(String.join(" ", argument.description()));
    }

    private static String description(CommandSpec spec) {
        return plain(String.join("\n", spec.usageMessage().description())).strip();
    }

    /** The parser's library takes texts for patterns. */
    private static String plain(String pattern) {
        return pattern.replace("%%", "%").replace("%n", "\n");
    }

    /** The headers of the verbs are examples under a heading. */
    private void examples(CommandSpec spec) {
        List<String> lines = List.of(spec.usageMessage().header());
        if (lines.size() > 1) {
            page.append(".nf\n");
            lines.subList(1, lines.size()).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(this::text);
            page.append(".fi\n");
        }
    }

    private void section(String name) {
        page.append(".SH ").append(name).append('\n');
    }

    private void entry(String term, String meaning) {
        page.append(".TP\n").append(".B \"").append(escaped(term)).append("\"\n");
        text(meaning);
    }

    private void text(String text) {
        for (String line : text.split("\n")) {
            if (line.isBlank()) {
                page.append(".P\n");
            } else {
                page.append(escaped(line)).append('\n');
            }
        }
    }

    /** What roff would take for its own; a line that begins like a request is none. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("\"", "\\(dq")
                .replace("'", "\\(aq");
        return plain.startsWith(".") ? "\\&" + plain : plain;
    }
}
