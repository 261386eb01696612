package io.millrace.app;

import io.millrace.journal.Journal;
import io.millrace.journal.JournalSettings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** Empties an output before a run, if it is one: a folder that no run has written is never emptied. */
final class FreshOutput {

    private FreshOutput() {}

    /** @param journal where the output's journal lies; it goes with the output */
    static void empty(Path output, JournalSettings journal) throws Refusal, IOException {
        if (!Files.isDirectory(output) || isEmpty(output)) {
            return;
        }
        if (!Files.isDirectory(output.resolve(".millrace"))) {
            throw new Refusal(
                    ExitCode.USAGE, output + " was not written by this program, so --fresh does not empty it");
        }
        Journal.forget(output, journal);
        deleteAll(output.toRealPath()); // a link to the output stays
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findFirst().isEmpty();
        }
    }

    private static void deleteAll(Path output) throws IOException {
        Files.walkFileTree(output, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                if (!folder.equals(output)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
