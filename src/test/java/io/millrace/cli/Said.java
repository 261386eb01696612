package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * What a command says and ends with that is given within the test's own process: as {@code bin/run} without the time
 * that a process takes to start.
 */
record Said(int exit, String out, String err) {

    static Said by(String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(new PrintStream(told, true, UTF_8));
        try {
            int exit = Main.run(words);
            return new Said(exit, printed.toString(UTF_8), told.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    String everything() {
        return "exit " + exit + "\n--- stdout\n" + out + "--- stderr\n" + err;
    }
}
