package io.millrace.media.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Copies of videos whose headers claim what is not there. */
public final class ClaimingVideo {

    private ClaimingVideo() {}

    /** An mp4 whose table of frame times claims a thousand million entries. */
    public static Path withEndlessTable(Path mp4, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(mp4);
        int table = indexOf(bytes, "stts".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer.wrap(bytes).putInt(table + 8, 0x3ffffff0);
        return Files.write(file, bytes);
    }

    /** A motion JPEG in AVI: container and pictures claim {@code side} x {@code side} pixels. */
    public static Path inContainer(Path avi, Path file, int side) throws IOException {
        byte[] bytes = Files.readAllBytes(avi);
        int format = indexOf(bytes, "strf".getBytes(StandardCharsets.US_ASCII)) + 8;
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(format + 4, side)
                .putInt(format + 8, side);
        return Files.write(file, withPictures(bytes, side));
    }

    /** The same, but the container says the truth and the pictures claim {@code side} x {@code side} pixels. */
    public static Path inStream(Path avi, Path file, int side) throws IOException {
        return Files.write(file, withPictures(Files.readAllBytes(avi), side));
    }

    /** A motion JPEG in AVI of which all pictures but the first {@code sound} have an unreadable size. */
    public static Path withoutSizes(Path avi, Path file, int sound) throws IOException {
        byte[] bytes = Files.readAllBytes(avi);
        int pictures = 0;
        for (int i = 0; i + 9 < bytes.length; i++) {
            if (isFrameStart(bytes, i) && ++pictures > sound) {
                ByteBuffer.wrap(bytes).putShort(i + 5, (short) 0).putShort(i + 7, (short) 0);
            }
        }
        return Files.write(file, bytes);
    }

    /** Writes the side into the start-of-frame marker of every JPEG. */
    private static byte[] withPictures(byte[] bytes, int side) {
        for (int i = 0; i + 9 < bytes.length; i++) {
            if (isFrameStart(bytes, i)) {
                ByteBuffer.wrap(bytes).putShort(i + 5, (short) side).putShort(i + 7, (short) side);
            }
        }
        return bytes;
    }

    private static boolean isFrameStart(byte[] bytes, int at) {
        return (bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xff) == 0xc0 && bytes[at + 4] == 8;
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        int at = 0;
        while (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
            at++;
        }
        return at;
    }
}
