package io.millrace.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * What Linux's control groups leave to this process: the limits of its own group and of every group above it that can
 * be seen hold (containers, systemd's slices, SLURM's jobs). Both versions of the files are read, also beside one
 * another. Read anew at each call.
 *
 * @param process the folder of the process, with {@code cgroup} and {@code mountinfo}
 */
public record ControlGroups(Path process) {

    public static ControlGroups ofProcess() {
        return new ControlGroups(Path.of("/proc/self"));
    }

    /** A file system of groups. */
    private record Mount(String type, List<String> options, String root, Path point) {

        /** Null for a line of another file system. */
        static Mount of(String line) {
            String[] halves = line.split(" - ", 2);
            String[] place = halves[0].split(" ");
            String[] source = halves.length < 2 ? new String[0] : halves[1].split(" ");
            if (source.length < 3 || !source[0].startsWith("cgroup") || place.length < 5) {
                return null;
            }
            return new Mount(source[0], List.of(source[2].split(",")), place[3], Path.of(place[4]));
        }

        boolean has(String controller) {
            return type.equals("cgroup2") || options.contains(controller);
        }

        /** The group's folder and those above it, its own first; of one that cannot be seen the uppermost. */
        List<Path> folders(String group) {
            String above = root.equals("/") ? "" : root;
            boolean seen = group.startsWith(above + "/") && !group.contains("..");
            List<Path> folders = new ArrayList<>();
            Path folder = seen ? point.resolve(group.substring(above.length() + 1)) : point;
            for (; folder.startsWith(point) && !folder.equals(point); folder = folder.getParent()) {
                folders.add(folder);
            }
            folders.add(point);
            return folders;
        }
    }

    /**
     * The least memory limit in bytes; what is above {@code memory.high} is slowed down until it stands still, so that
     * counts too.
     */
    public OptionalLong memoryBytes() {
        return least("memory", folder -> longs(folder, "memory.max", "memory.high", "memory.limit_in_bytes"));
    }

    /** How many processes and threads a group may have. */
    public OptionalLong threadsMost() {
        return least("pids", folder -> longs(folder, "pids.max"));
    }

    /** The least quota, in processors. */
    public OptionalDouble processors() {
        return folders("cpu").stream()
                .flatMap(folder -> Arrays.stream(new String[] {
                    read(folder.resolve("cpu.max")),
                    read(folder.resolve("cpu.cfs_quota_us")) + " " + read(folder.resolve("cpu.cfs_period_us"))
                }))
                .mapToDouble(ControlGroups::quota)
                .filter(processors -> processors > 0)
                .min();
    }

    /** {@code 150000 100000}: so many microseconds of processor in so many; 0 for no quota. */
    static double quota(String text) {
        String[] words = text.trim().split("\\s+");
        if (words.length != 2 || !words[0].matches("\\d+") || !words[1].matches("[1-9]\\d*")) {
            return 0;
        }
        return Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
    }

    private OptionalLong least(String controller, Function<Path, LongStream> limits) {
        return folders(controller).stream().flatMapToLong(limits).min();
    }

    private List<Path> folders(String controller) {
        List<Path> folders = new ArrayList<>();
        for (String line : read(process.resolve("mountinfo")).split("\n")) {
            Mount mount = Mount.of(line);
            if (mount != null && mount.has(controller)) {
                String group = group(mount.type().equals("cgroup2") ? "" : controller);
                folders.addAll(mount.folders(group));
            }
        }
        return folders;
    }

    /** {@code 4:memory:/path} in version 1, {@code 0::/path} in version 2. */
    private String group(String controller) {
        for (String line : read(process.resolve("cgroup")).split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
                return parts[2];
            }
        }
        return "/";
    }

    /** Those that are numbers and no stand-ins for none: {@code max}, or more than any machine has. */
    private static LongStream longs(Path folder, String... files) {
        return Arrays.stream(files)
                .map(file -> read(folder.resolve(file)).trim())
                .filter(text -> text.matches("\\d{1,17}"))
                .mapToLong(Long::parseLong);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
