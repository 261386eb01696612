package io.millrace.media.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-level byte pair encoding. A word begins as one piece for each byte of its UTF-8, the last of them marked as the
 * end; then the neighbours whose merge ranks best are joined, the leftmost first, until no neighbours have a merge.
 * Immutable.
 *
 * <p>A queue of merges instead of a search for each of them: a word of a megabyte takes a second, not a day.
 */
public final class BytePairs {

    /** On the last piece of a word, in every vocabulary of CLIP. */
    public static final String END_OF_WORD = "</w>";

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingInt((Candidate c) -> c.merge.rank).thenComparingInt(c -> c.left);

    private final int[] inside = new int[256];
    private final int[] last = new int[256];
    private final Map<Long, Merge> merges = new HashMap<>();

    /**
     * @param ids of the pieces, written in {@link ByteAlphabet}
     * @param pairs to be merged, "left right", the best first
     * @throws IllegalArgumentException that says which piece has no id
     */
    BytePairs(Map<String, Integer> ids, List<String> pairs) {
        for (int b = 0; b < 256; b++) {
            String piece = String.valueOf(ByteAlphabet.letter(b));
            inside[b] = id(ids, piece);
            last[b] = id(ids, piece + END_OF_WORD);
        }
        for (String pair : pairs) {
            int space = pair.indexOf(' ');
            if (space < 1 || space != pair.lastIndexOf(' ') || space == pair.length() - 1) {
                throw new IllegalArgumentException("a merge is two pieces, not \"" + pair + "\"");
            }
            String left = pair.substring(0, space);
            String right = pair.substring(space + 1);
            Merge merge = new Merge(merges.size(), id(ids, left + right));
            merges.putIfAbsent(key(id(ids, left), id(ids, right)), merge);
        }
    }

    /** Ids by place: 256 bytes, the same at the end of a word, what the merges make. */
    public static Map<String, Integer> ids(Collection<String> merges) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (String end : List.of("", END_OF_WORD)) {
            for (int i = 0; i < 256; i++) {
                ids.put(ByteAlphabet.inOrder(i) + end, ids.size());
            }
        }
        int next = ids.size();
        for (String merge : merges) {
            ids.put(merge.replace(" ", ""), next++);
        }
        return ids;
    }

    private static int id(Map<String, Integer> ids, String piece) {
        Integer id = ids.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("the piece \"" + piece + "\" has no id");
        }
        return id;
    }

    /** The ids of a word that is not empty and has no lone surrogates. */
    int[] encode(String word) {
        return new Word(word.getBytes(UTF_8)).merged();
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    private record Merge(int rank, int id) {}

    /** Two neighbours as they were when they were queued. */
    private record Candidate(Merge merge, int left, int leftId, int rightId) {}

    /** A list of pieces linked by their places, so that merging moves none. */
    private final class Word {

        private static final int GONE = -1;

        private final int[] ids;
        private final int[] before;
        private final int[] after;
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST_FIRST);
        private int pieces;

        Word(byte[] bytes) {
            pieces = bytes.length;
            ids = new int[pieces];
            before = new int[pieces];
            after = new int[pieces];
            for (int i = 0; i < pieces; i++) {
                ids[i] = (i == pieces - 1 ? last : inside)[bytes[i] & 0xff];
                before[i] = i - 1;
                after[i] = i + 1;
            }
        }

        int[] merged() {
            for (int i = 0; i + 1 < ids.length; i++) {
                offer(i);
            }
            for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
                if (stands(best)) {
                    join(best.left, best.merge.id);
                }
            }
            return left();
        }

        private void offer(int left) {
            if (left < 0 || after[left] >= ids.length) {
                return;
            }
            int right = ids[after[left]];
            Merge merge = merges.get(key(ids[left], right));
            if (merge != null) {
                queue.add(new Candidate(merge, left, ids[left], right));
            }
        }

        /** Whether its pieces have not become part of others meanwhile. */
        private boolean stands(Candidate pair) {
            int right = after[pair.left];
            return ids[pair.left] == pair.leftId && right < ids.length && ids[right] == pair.rightId;
        }

        private void join(int left, int id) {
            int right = after[left];
            ids[left] = id;
            ids[right] = GONE;
            after[left] = after[right];
            if (after[left] < ids.length) {
                before[after[left]] = left;
            }
            pieces--;
            offer(before[left]);
            offer(left);
        }

        private int[] left() {
            int[] left = new int[pieces];
            int place = 0;
            for (int i = 0; i < pieces; i++) {
                left[i] = ids[place];
                place = after[place];
            }
            return left;
        }
    }
}
