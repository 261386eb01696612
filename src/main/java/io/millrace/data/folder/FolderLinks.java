package io.millrace.data.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Which links to folders a walk follows: those that lead out of the input, each such folder once. So no loop is without
 * end.
 */
public final class FolderLinks {

    private final Path realRoot;
    private final Set<Path> followed = new HashSet<>();

    public FolderLinks(Path root) throws IOException {
        this.realRoot = root.toRealPath();
    }

    /** True the first time it is asked of a folder outside of the input. */
    public boolean leadsOut(Path link) throws IOException {
        if (!Files.isDirectory(link)) {
            return false;
        }
        Path real = link.toRealPath();
        return !real.startsWith(realRoot) && !realRoot.startsWith(real) && followed.add(real);
    }
}
