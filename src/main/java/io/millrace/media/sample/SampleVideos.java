package io.millrace.media.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.millrace.media.ffmpeg.NativeLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * Makes small videos with the encoders that come along, for the demo and for tests: {@link FramePattern} in several
 * codecs and containers. The same call gives the same bytes, as far as the encoders do.
 */
public final class SampleVideos {

    private static final double FPS = 25;

    /** Bytes from a track header's type to its matrix, in version 0 of the box. */
    private static final int TKHD_MATRIX = 4 + 40;

    /**
     * How a video is encoded.
     *
     * @param codec FFmpeg's name of the encoder
     * @param format FFmpeg's name of the container
     * @param pixelFormat FFmpeg's number
     * @param bFrames the most in a row
     * @param turned whether the container (an MP4) says to show the pictures a quarter turn clockwise
     * @param uneven whether frames last differently
     */
    public record Coding(String codec, String format, int pixelFormat, int bFrames, boolean turned, boolean uneven) {

        public static final Coding MPEG4_MP4 = plain("mpeg4", "mp4").withBFrames(2);
        public static final Coding MPEG4_AVI = plain("mpeg4", "avi").withBFrames(2);
        public static final Coding MPEG2_TS = plain("mpeg2video", "mpegts").withBFrames(2);
        public static final Coding H264_MP4 = plain("libopenh264", "mp4");
        public static final Coding H264_MKV = plain("libopenh264", "matroska");
        public static final Coding VP9_WEBM = plain("libvpx-vp9", "webm");
        public static final Coding MJPEG_AVI = new Coding("mjpeg", "avi", avutil.AV_PIX_FMT_YUVJ420P, 0, false, false);
        public static final Coding FFV1_MKV = plain("ffv1", "matroska");
        public static final Coding UNEVEN_MP4 = new Coding("mpeg4", "mp4", avutil.AV_PIX_FMT_YUV420P, 0, false, true);
        public static final Coding TURNED_MP4 = new Coding("mpeg4", "mp4", avutil.AV_PIX_FMT_YUV420P, 0, true, false);

        private static Coding plain(String codec, String format) {
            return new Coding(codec, format, avutil.AV_PIX_FMT_YUV420P, 0, false, false);
        }

        private Coding withBFrames(int most) {
            return new Coding(codec, format, pixelFormat, most, turned, uneven);
        }
    }

    private SampleVideos() {}

    /** Every coding once, then a corrupt and a truncated file; takes a few seconds. */
    public static List<SampleVideo> writeAll(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<SampleVideo> videos = new ArrayList<>();
        videos.add(write(folder.resolve("mpeg4.mp4"), Coding.MPEG4_MP4, 320, 240, 100));
        videos.add(write(folder.resolve("mpeg4.avi"), Coding.MPEG4_AVI, 320, 240, 100));
        videos.add(write(folder.resolve("mpeg2.ts"), Coding.MPEG2_TS, 320, 240, 75));
        videos.add(write(folder.resolve("h264.mp4"), Coding.H264_MP4, 480, 270, 150));
        videos.add(write(folder.resolve("h264.mkv"), Coding.H264_MKV, 320, 240, 60));
        videos.add(write(folder.resolve("vp9.webm"), Coding.VP9_WEBM, 160, 120, 50));
        videos.add(write(folder.resolve("mjpeg.avi"), Coding.MJPEG_AVI, 320, 240, 30));
        videos.add(write(folder.resolve("ffv1.mkv"), Coding.FFV1_MKV, 160, 120, 20));
        videos.add(write(folder.resolve("uneven.mp4"), Coding.UNEVEN_MP4, 320, 240, 60));
        videos.add(write(folder.resolve("turned.mp4"), Coding.TURNED_MP4, 320, 240, 40));
        videos.add(corrupt(folder.resolve("h264.mp4"), folder.resolve("corrupt.mp4")));
        videos.add(truncated(folder.resolve("mpeg4.mp4"), folder.resolve("truncated.mp4")));
        return List.copyOf(videos);
    }

    /** Writes one video; {@code width} and {@code height} are those of the stored pictures, both even. */
    public static SampleVideo write(Path file, Coding coding, int width, int height, int frames) throws IOException {
        NativeLog.install();
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toString(), width, height);
                Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3)) {
            set(recorder, coding);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                FramePattern.draw((ByteBuffer) frame.image[0], width, height, frame.imageStride, i);
                recorder.setFrameNumber(coding.uneven ? unevenTick(i) : i);
                recorder.record(frame);
            }
            recorder.stop();
        }
        if (coding.turned) {
            turn(file, height);
        }
        String caption = "A disc crosses a gradient above the frame's number, " + coding.codec + " in " + coding.format;
        return coding.turned
                ? new SampleVideo(file, caption, frames, height, width, 90)
                : new SampleVideo(file, caption, frames, width, height, 0);
    }

    /** A copy of an MP4 whose media data is overwritten: its headers read well and not one frame decodes. */
    public static SampleVideo corrupt(Path video, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(video);
        int data = indexOf(bytes, "mdat");
        int size = ByteBuffer.wrap(bytes).getInt(data - Integer.BYTES);
        Arrays.fill(bytes, data + 4, Math.min(bytes.length, data - 4 + size), (byte) 0xff);
        Files.write(file, bytes);
        return new SampleVideo(file, "Media data that was overwritten", 0, 0, 0, 0);
    }

    /** The first half of an MP4: the index at its end is gone. */
    public static SampleVideo truncated(Path video, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(video);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        return new SampleVideo(file, "A download that broke off", 0, 0, 0, 0);
    }

    /** Frames of 1, 2, 3, 1, 2, 3 ... ticks. */
    static int unevenTick(int frame) {
        return frame / 3 * 6
                + switch (frame % 3) {
                    case 0 -> 0;
                    case 1 -> 1;
                    default -> 3;
                };
    }

    private static void set(FFmpegFrameRecorder recorder, Coding coding) {
        recorder.setVideoCodecName(coding.codec);
        recorder.setFormat(coding.format);
        recorder.setPixelFormat(coding.pixelFormat);
        recorder.setFrameRate(FPS);
        recorder.setGopSize(coding.bFrames > 0 ? 60 : 250);
        recorder.setMaxBFrames(coding.bFrames);
        recorder.setVideoBitrate(800_000);
        recorder.setOption("fflags", "+bitexact");
        recorder.setVideoOption("flags", "+bitexact");
        recorder.setVideoOption("threads", "1");
        if (coding.codec.startsWith("libvpx")) {
            recorder.setVideoOption("deadline", "realtime");
            recorder.setVideoOption("cpu-used", "8");
        }
    }

    /**
     * Writes the matrix of a quarter turn clockwise into the track header (ISO/IEC 14496-12, 8.3.2); the recorder's own
     * {@code setDisplayRotation} crashes in native code.
     */
    private static void turn(Path file, int height) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer matrix = ByteBuffer.wrap(bytes).position(indexOf(bytes, "tkhd") + TKHD_MATRIX);
        int one = 1 << 16;
        for (int value : new int[] {0, one, 0, -one, 0, 0, height << 16, 0, 1 << 30}) {
            matrix.putInt(value);
        }
        Files.write(file, bytes);
    }

    private static int indexOf(byte[] bytes, String box) throws IOException {
        int at = new String(bytes, ISO_8859_1).indexOf(box, 4);
        if (at >= 0) {
            return at;
        }
        throw new IOException("the video has no box \"" + box + "\"");
    }
}
