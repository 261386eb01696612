package io.millrace.data.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The visible names of one folder by the order of their bytes, packed: ten million names in one folder are two arrays,
 * not ten million objects. One thread's.
 */
public final class SortedNames {

    private byte[] bytes = new byte[256];
    private int[] starts = new int[16];
    private int count;
    private int[] order;
    private int next;

    private SortedNames() {}

    /** Reads the folder; hidden names, which begin with a dot, are left out. */
    public static SortedNames of(Path folder) throws IOException {
        SortedNames names = new SortedNames();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(FileNames.text(entry.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort();
        return names;
    }

    /** The next one; null after the last. */
    public String next() {
        if (next == count) {
            return null;
        }
        int name = order[next++];
        return new String(bytes, starts[name], starts[name + 1] - starts[name], UTF_8);
    }

    /** From the first one again. */
    public void rewind() {
        next = 0;
    }

    private void add(String name) {
        if (name.startsWith(".")) {
            return;
        }
        byte[] added = name.getBytes(UTF_8);
        if (count + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        int end = Math.addExact(starts[count], added.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * bytes.length)));
        }
        System.arraycopy(added, 0, bytes, starts[count], added.length);
        starts[++count] = end;
    }

    /** Merges ever longer runs, of indices instead of names. */
    private void sort() {
        order = new int[count];
        Arrays.setAll(order, i -> i);
        int[] merged = new int[count];
        for (int run = 1; run < count && run > 0; run *= 2) {
            for (int from = 0; from < count; from += 2 * run) {
                merge(from, Math.min(count, from + run), Math.min(count, from + 2 * run), merged);
                if (from > count - 2 * run) {
                    break;
                }
            }
            int[] sorted = merged;
            merged = order;
            order = sorted;
        }
    }

    private void merge(int from, int middle, int end, int[] into) {
        int left = from;
        int right = middle;
        for (int i = from; i < end; i++) {
            boolean takeLeft = left < middle && (right >= end || compare(order[left], order[right]) <= 0);
            into[i] = order[takeLeft ? left++ : right++];
        }
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(bytes, starts[a], starts[a + 1], bytes, starts[b], starts[b + 1]);
    }
}
