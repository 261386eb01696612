package io.millrace.media.ffmpeg;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what FFmpeg has to say to the logger {@code io.millrace.native.ffmpeg}, so that thousands of odd files print
 * nothing on the terminal. Odd files are daily business: all of it is debug detail, except what FFmpeg itself calls
 * fatal. What ends an item is in its fault.
 */
public final class NativeLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.native.ffmpeg");

    private NativeLog() {}

    /** Takes over FFmpeg's log, in as much detail as the logger takes now; any thread, any number of times. */
    public static void install() {
        Installed.once();
        avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_WARNING : avutil.AV_LOG_FATAL);
    }

    /** The version of the bundled FFmpeg, loaded by this. {@link LinkageError} where this platform has none. */
    public static String ffmpegVersion() {
        return org.bytedeco.ffmpeg.global.avutil.av_version_info().getString();
    }

    /**
     * The holder's initialisation is the lock. FFmpeg keeps a bare pointer, so the callback stays reachable for ever.
     */
    private static final class Installed {

        private static final Callback CALLBACK = new Callback();

        static {
            avutil.setLogCallback(CALLBACK);
        }

        static void once() {
            assert !CALLBACK.isNull();
        }
    }

    /** Called by whichever thread FFmpeg logs from. */
    private static final class Callback extends LogCallback {

        @Override
        public void call(int level, BytePointer text) {
            String line = text.getString(StandardCharsets.UTF_8).strip();
            if (line.isEmpty()) {
                return;
            }
            if (level <= avutil.AV_LOG_FATAL) {
                LOG.warn("{}", line);
            } else {
                LOG.debug("{}", line);
            }
        }
    }
}
