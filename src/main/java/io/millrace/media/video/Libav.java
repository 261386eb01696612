package io.millrace.media.video;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.flow.NativeMemory;
import io.millrace.engine.item.Fault;
import io.millrace.engine.item.FaultException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** What libav's return codes and paths mean on this side. */
final class Libav {

    static final int EAGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();
    static final int ENOMEM = org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM();

    private Libav() {}

    /** libav's own words for an error code. */
    static String text(int code) {
        byte[] text = new byte[128];
        avutil.av_strerror(code, text, text.length);
        return new String(text, UTF_8).split("\0", 2)[0];
    }

    /** A fault that says what failed in plain words and in libav's. Where memory was lacking, that is the fault. */
    static FaultException fault(String type, String meaning, int code) {
        return code == ENOMEM
                ? NativeMemory.exhausted(meaning + ": FFmpeg got no memory for what it claims to hold")
                : new FaultException(type, meaning + " (FFmpeg: " + text(code) + ")");
    }

    static FaultException readError(int code) {
        return new FaultException(
                Fault.passing("IoTransient", "the file could not be read (FFmpeg: " + text(code) + ")"));
    }

    /** Returns {@code code}, unless it says that native memory ran out: the engine frees some and tries again. */
    static int checkMemory(int code) throws FaultException {
        if (code == ENOMEM) {
            throw NativeMemory.exhausted("FFmpeg got no memory to go on decoding");
        }
        return code;
    }

    /**
     * The path as FFmpeg's file protocol takes it. The bytes come from the percent-encoded URI, which keeps names that
     * the platform's character set cannot show; behind {@code file:} neither a colon nor a percent sign means anything.
     */
    static BytePointer url(Path file) {
        return new BytePointer(("file:" + bytes(file) + "\0").getBytes(ISO_8859_1));
    }

    /** The absolute path, a character for each byte. */
    static String bytes(Path file) {
        String raw = file.toUri().getRawPath();
        StringBuilder bytes = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            boolean encoded = raw.charAt(i) == '%';
            bytes.append(encoded ? (char) Integer.parseInt(raw.substring(i + 1, i + 3), 16) : raw.charAt(i));
            i += encoded ? 2 : 0;
        }
        return bytes.toString();
    }

    /** {@code rational} as a number, 0 where it is none. */
    static double number(AVRational rational) {
        return rational.num() <= 0 || rational.den() <= 0 ? 0 : rational.num() / (double) rational.den();
    }
}
