package io.millrace.run.account;

import io.millrace.engine.item.Artifact;
import io.millrace.media.format.TarMember;
import io.millrace.media.format.TarReader;
import io.millrace.store.vectors.StoredVectors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whether what a record names is there, by its size: its bytes are not read. */
public final class StoredOutput {

    private static final long MISSING = -1;

    private StoredOutput() {}

    /** {@code there}, {@code missing}, or how long it is instead. */
    public static String state(Path output, Artifact artifact) throws IOException {
        if (StoredVectors.isRow(artifact)) {
            return new StoredVectors(output).hold(artifact) ? "there" : "missing, or another vector";
        }
        long bytes = bytes(output.resolve(artifact.file()), artifact);
        if (bytes == MISSING) {
            return "missing";
        }
        return bytes == artifact.bytes() ? "there" : "but there are " + bytes;
    }

    private static long bytes(Path file, Artifact artifact) throws IOException {
        try {
            return artifact.file().equals(artifact.path())
                    ? Files.size(file)
                    : member(file, artifact.path().substring(artifact.file().length() + 1));
        } catch (NoSuchFileException e) {
            return MISSING;
        }
    }

    private static long member(Path archive, String name) throws IOException {
        try (FileChannel file = FileChannel.open(archive)) {
            TarReader members = new TarReader(file);
            for (TarMember member; (member = members.next()) != null; ) {
                if (member.name().equals(name)) {
                    return member.size();
                }
            }
        }
        return MISSING;
    }
}
