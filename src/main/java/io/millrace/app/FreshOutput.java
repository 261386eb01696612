package io.millrace.app;

import io.millrace.journal.Journal;
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

    static void empty(Path output) throws Refusal, IOException {
        if (!Files.isDirectory(output) || isEmpty(output)) {
            return;
        }
        if (!Files.isDirectory(output.resolve(".millrace"))) {
            throw new Refusal(
                    ExitCode.USAGE, output + " was not written by this program, so --fresh does not empty it");
        }
        Journal.requireFree(output);
        deleteAll(output);
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
