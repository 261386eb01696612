package io.millrace.media.onnx;

import java.util.List;

/** Lists of numbers in a card. */
final class Numbers {

    private Numbers() {}

    /** One value counts for all three colours. */
    static double[] three(String key, List<String> texts) {
        double[] numbers = all(key, texts);
        if (numbers.length == 1) {
            return new double[] {numbers[0], numbers[0], numbers[0]};
        }
        if (numbers.length != 3) {
            throw new IllegalArgumentException(key + " must have one number or three, not " + numbers.length);
        }
        return numbers;
    }

    static double[] all(String key, List<String> texts) {
        return texts.stream().mapToDouble(text -> number(key, text)).toArray();
    }

    private static double number(String key, String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(key + " must be numbers, not " + text);
    }
}
