package io.millrace.data.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files as text, whatever bytes they are of and whatever the platform's character set shows of them. Bytes
 * that are no UTF-8 stand as U+FFFD and two hexadecimal digits each, U+FFFD itself twice: no two names are one text.
 */
public final class FileNames {

    private static final char UNKNOWN = '\uFFFD';

    private FileNames() {}

    public static String text(Path name) {
        String shown = name.toString();
        return shown.indexOf(UNKNOWN) < 0 && shown.indexOf('?') < 0 ? shown : text(rawBytes(name));
    }

    /** The file that {@link #text} names, below {@code folder}. */
    public static Path resolve(Path folder, String text) {
        try {
            return text.indexOf(UNKNOWN) < 0 ? folder.resolve(text) : fromBytes(folder, text);
        } catch (InvalidPathException e) { // the platform's character set does not have all of it
            return fromBytes(folder, text);
        }
    }

    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = characterLength(bytes, at);
            if (length == 0) {
                text.append(UNKNOWN).append(hex(bytes[at] >> 4)).append(hex(bytes[at]));
                at++;
            } else {
                String character = new String(bytes, at, length, UTF_8);
                text.append(character).append(character.charAt(0) == UNKNOWN ? character : "");
                at += length;
            }
        }
        return text.toString();
    }

    /** Bytes of the character at {@code at}; 0 where there is none. */
    private static int characterLength(byte[] bytes, int at) {
        for (int length = 1; length <= 4 && at + length <= bytes.length; length++) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
                return length;
            } catch (CharacterCodingException e) {
                // longer, or none
            }
        }
        return 0;
    }

    /** The URI keeps bytes that the platform's character set cannot show. */
    private static byte[] rawBytes(Path name) {
        String raw = name.toUri().getRawPath();
        String last = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        last = last.substring(last.lastIndexOf('/') + 1);
        return URLDecoder.decode(last.replace("+", "%2B"), ISO_8859_1).getBytes(ISO_8859_1);
    }

    private static Path fromBytes(Path folder, String text) {
        StringBuilder raw = new StringBuilder(folder.toUri().getRawPath());
        if (raw.charAt(raw.length() - 1) != '/') {
            raw.append('/');
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == UNKNOWN && text.charAt(i + 1) != UNKNOWN) {
                raw.append('%').append(text, i + 1, i + 3);
                i += 2;
            } else {
                i += c == UNKNOWN ? 1 : 0;
                int point = text.codePointAt(i);
                append(raw, Character.toString(point).getBytes(UTF_8));
                i += Character.charCount(point) - 1;
            }
        }
        return Path.of(URI.create("file://" + raw));
    }

    private static void append(StringBuilder raw, byte[] bytes) {
        for (byte b : bytes) {
            if (b == '/') {
                raw.append('/');
            } else {
                raw.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
    }

    private static char hex(int nibble) {
        return Character.forDigit(nibble & 15, 16);
    }
}
