package io.millrace.jobs.clips;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a frame, written {@code 160x256}: height first, as in a tensor's shape.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record FrameSize(int height, int width) {

    /** The longest side OpenCV's resize is asked for. */
    public static final int LONGEST_SIDE = 16_384;

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

    public FrameSize {
        if (height < 1 || width < 1 || height > LONGEST_SIDE || width > LONGEST_SIDE) {
            throw new IllegalArgumentException(
                    "a frame is 1 to " + LONGEST_SIDE + " pixels high and wide, not " + height + "x" + width);
        }
    }

    /** Reads {@code HEIGHTxWIDTH}. */
    public static FrameSize parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a size is written HEIGHTxWIDTH in pixels, such as 160x256, not \"" + text + "\"");
        }
        return new FrameSize(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
