package io.millrace.store.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the files of one shard are.
 *
 * @param root of the output: what is visible
 * @param work folder of what is not finished
 * @param number of the shard, from 0
 */
public record ShardFiles(Path root, Path work, long number) {

    private static final String OPEN = ".open";
    private static final String TAR = ".tar";

    /** The shard of an archive. */
    public static ShardFiles of(Path root, Path work, String archive) {
        return new ShardFiles(root, work, Long.parseLong(archive, 0, archive.length() - TAR.length(), 10));
    }

    /** Whether a file of that name in the root of an output is a shard's archive. */
    public static boolean isArchive(String name) {
        return name.matches("[0-9]{6,}\\.tar");
    }

    /** Numbers of the shards that were begun and not finished, ascending. */
    public static List<Long> begun(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(OPEN))
                    .map(name -> Long.valueOf(name.substring(0, name.length() - OPEN.length())))
                    .sorted()
                    .toList();
        }
    }

    /** The names of what is visible of a shard, the archive first. */
    public List<String> visible() {
        return List.of(tarName(), name() + ".parquet", name() + "_stats.json");
    }

    String tarName() {
        return name() + TAR;
    }

    public Path tar() {
        return root.resolve(tarName());
    }

    public Path table() {
        return root.resolve(visible().get(1));
    }

    public Path stats() {
        return root.resolve(visible().get(2));
    }

    /** Says that the shard was begun: it is not finished while this is there. */
    public Path mark() {
        return work.resolve(name() + OPEN);
    }

    /** The samples that are new to the shard. */
    public Path part() {
        return work.resolve(name() + ".part");
    }

    /** The archive that is being put together from old samples and new ones. */
    Path merged() {
        return work.resolve(name() + ".merged");
    }

    /** Where one of the visible files is made. */
    Path making(Path visible) {
        return work.resolve(visible.getFileName() + ".tmp");
    }

    private String name() {
        return String.format(Locale.ROOT, "%06d", number);
    }
}
