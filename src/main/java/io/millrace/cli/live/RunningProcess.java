package io.millrace.cli.live;

import io.millrace.engine.metrics.Status;
import io.millrace.engine.output.RunFolder;
import io.millrace.run.ControlAnswer;
import io.millrace.run.KnownOutput;
import io.millrace.run.control.ControlCaller;
import io.millrace.run.process.CommandLineWords;
import io.millrace.run.process.Refusal;
import io.millrace.show.console.Controls;
import java.io.IOException;
import java.nio.file.Path;

/** The process that works on an output, as another one of the same user talks to it. One thread's at a time. */
record RunningProcess(Path output, ControlCaller caller) implements Controls, AutoCloseable {

    /** @throws Refusal if there is none */
    static RunningProcess of(Path output) throws Refusal, IOException {
        Path run = RunFolder.latest(output);
        if (run == null) {
            throw KnownOutput.none(output);
        }
        ControlCaller caller = ControlCaller.call(RunFolder.control(output));
        if (caller == null) {
            throw gone(output);
        }
        return new RunningProcess(output, caller);
    }

    /** Whether one works on it now. */
    static boolean isThere(Path output) throws IOException {
        try (ControlCaller caller = ControlCaller.call(RunFolder.control(output))) {
            return caller != null;
        }
    }

    /** @throws Refusal if it has ended meanwhile */
    Status status() throws Refusal, IOException {
        return ask("status").status();
    }

    /** @throws Refusal if it has ended meanwhile, or will not */
    String ask(String verb, String rest) throws Refusal, IOException {
        ControlAnswer answer = ask((verb + " " + rest).strip());
        if (!answer.ok()) {
            throw Refusal.usage(answer.message());
        }
        return answer.message();
    }

    private ControlAnswer ask(String line) throws Refusal, IOException {
        String answer = caller.ask(line);
        if (answer == null) {
            throw gone(output);
        }
        return ControlAnswer.of(answer);
    }

    private static Refusal gone(Path output) {
        return Refusal.unavailable("no process works on " + output + "; bin/run runs " + CommandLineWords.quoted(output)
                + " tells how its runs ended");
    }

    @Override
    public String scale(String stage, int workers) {
        return asked("scale", stage + "=" + workers);
    }

    @Override
    public void pause() {
        asked("pause", "");
    }

    @Override
    public void resume() {
        asked("continue", "");
    }

    @Override
    public void drain() {
        asked("drain", "");
    }

    @Override
    public void stop() {
        asked("stop", "");
    }

    /** As a console wants its refusals. */
    private String asked(String verb, String rest) {
        try {
            return ask(verb, rest);
        } catch (Refusal | IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        caller.close();
    }
}
