package io.millrace.media.image;

import io.millrace.media.ffmpeg.NativeLog;
import org.bytedeco.ffmpeg.avutil.AVClass;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;

/**
 * Keeps OpenCV and the libjpeg inside it from printing. OpenCV's own messages have a level. libjpeg writes its warnings
 * with {@code fprintf(stderr)}, and OpenCV leaves it no other way: so while a picture is decoded, C's variable
 * {@code stderr} names a stream to nowhere. Descriptor 2 stays what it is, and so do {@code System.err}, C++'s
 * {@code std::cerr} and what the JVM itself writes; the last one to leave puts the variable back. Where the C library
 * is not glibc nothing is changed, and a damaged JPEG may leave a line on the terminal. See
 * {@code src/docs/decisions/image-decoding.md}. Safe for any threads.
 */
final class NativeSilence {

    private static final Switch SWITCH = Switch.find();

    private NativeSilence() {}

    /**
     * Begins it for a call of the calling thread, which {@linkplain #leave leaves} after the call, however that ends.
     */
    static void enter() {
        SWITCH.enter();
    }

    static void leave() {
        SWITCH.leave();
    }

    /** The one {@code stderr} of the process. */
    private static final class Switch {

        /** Null where it is left alone. */
        private final PointerPointer<Pointer> variable;

        private final Pointer nowhere;
        private Pointer before;
        private int inside;

        private Switch(PointerPointer<Pointer> variable, Pointer nowhere) {
            this.variable = variable;
            this.nowhere = nowhere;
        }

        static Switch find() {
            NativeLog.install();
            opencv_core.getTickCount(); // loads it
            call("_ZN2cv5utils7logging11setLogLevelENS1_8LogLevelE", null, null); // 0 is silent
            Pointer variable = Loader.addressof("gnu_get_libc_version") == null ? null : Loader.addressof("stderr");
            if (variable == null) {
                return new Switch(null, null);
            }
            try (BytePointer name = new BytePointer("/dev/null");
                    BytePointer mode = new BytePointer("w")) {
                Pointer nowhere = call("fopen", name, mode);
                return new Switch(nowhere == null ? null : new PointerPointer<>(variable), nowhere);
            }
        }

        synchronized void enter() {
            if (inside++ == 0 && variable != null) {
                before = variable.get(Pointer.class, 0);
                variable.put(0, nowhere);
            }
        }

        synchronized void leave() {
            if (--inside == 0 && variable != null) {
                variable.put(0, before);
            }
        }

        /** Calls a C function of two pointers, or of fewer, by its name; null where there is none such. */
        private static Pointer call(String function, Pointer first, Pointer second) {
            Pointer address = Loader.addressof(function);
            if (address == null) {
                return null;
            }
            try (PointerPointer<Pointer> holder = new PointerPointer<>(1)) {
                holder.put(0, address);
                return new AVClass.Child_next_Pointer_Pointer(holder).call(first, second);
            }
        }
    }
}
