package io.millrace.media.pixel;

import java.util.Comparator;

/**
 * Names as people count: numbers in them by value, everything else by its characters, so that {@code frame_9} comes
 * before {@code frame_10}. Digits are 0 to 9 only, and of any length. Names that are the same but for leading zeros are
 * ordered by characters, so that no two are equal.
 */
public final class NaturalOrder implements Comparator<String> {

    public static final NaturalOrder NAMES = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = end(a, i);
                int endB = end(b, j);
                int numbers = compareNumbers(a, i, endA, b, j, endB);
                if (numbers != 0) {
                    return numbers;
                }
                i = endA;
                j = endB;
            } else if (a.charAt(i) != b.charAt(j)) {
                return Integer.compare(a.codePointAt(i), b.codePointAt(j));
            } else {
                i++;
                j++;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int compareNumbers(String a, int fromA, int endA, String b, int fromB, int endB) {
        int i = afterZeros(a, fromA, endA);
        int j = afterZeros(b, fromB, endB);
        if (endA - i != endB - j) {
            return Integer.compare(endA - i, endB - j);
        }
        while (i < endA && a.charAt(i) == b.charAt(j)) {
            i++;
            j++;
        }
        return i == endA ? 0 : Character.compare(a.charAt(i), b.charAt(j));
    }

    private static int afterZeros(String name, int from, int end) {
        int at = from;
        while (at < end && name.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    private static int end(String name, int from) {
        int at = from;
        while (at < name.length() && isDigit(name.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
