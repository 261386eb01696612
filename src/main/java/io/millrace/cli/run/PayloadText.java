package io.millrace.cli.run;

import io.millrace.media.pixel.AlignedImage;
import io.millrace.media.pixel.DecodedImage;
import io.millrace.media.pixel.Embedding;
import io.millrace.show.Format;
import io.millrace.store.files.EncodedItem;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What stages make that are not of one job alone, in words for people. */
final class PayloadText {

    private PayloadText() {}

    static String words(Object value) {
        if (isKnown(value)) {
            return "there already, from another file of the same bytes";
        }
        if (value instanceof DecodedImage image) {
            return image.width() + "x" + image.height() + " RGB, sha256 "
                    + image.sha256().substring(0, 12) + "...";
        }
        if (value instanceof AlignedImage aligned) {
            return "uint8 " + Arrays.toString(aligned.pixels().shape());
        }
        if (value instanceof Embedding embedding) {
            return "float32 [" + embedding.vector().length + "], begins "
                    + Arrays.toString(Arrays.copyOf(embedding.vector(), 4));
        }
        if (value instanceof EncodedItem item) {
            return item.files().stream()
                    .map(file -> file.name() + " " + Format.bytes(file.size()))
                    .collect(Collectors.joining(", "));
        }
        return value.getClass().getSimpleName();
    }

    private static boolean isKnown(Object value) {
        return (value instanceof DecodedImage image && image.picture() == null)
                || (value instanceof AlignedImage aligned && aligned.pixels() == null)
                || (value instanceof Embedding embedding && embedding.vector() == null);
    }
}
