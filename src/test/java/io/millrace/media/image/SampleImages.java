package io.millrace.media.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures that the tests make themselves, with the JDK's encoders and OpenCV's. */
final class SampleImages {

    static final int WIDTH = 61;
    static final int HEIGHT = 43;

    private SampleImages() {}

    /** Smooth, no two corners alike, no symmetry. */
    static Rgb scene(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[at++] = (byte) (255 * x / Math.max(1, width - 1));
                pixels[at++] = (byte) (255 * y / Math.max(1, height - 1));
                pixels[at++] = (byte) (128 + 100 * Math.sin(x / 9.0 + y / 5.0));
            }
        }
        return new Rgb(width, height, pixels);
    }

    /** One file of each kind that can be made here, by its name; each shows {@link #scene}. */
    static Map<String, byte[]> all() throws IOException {
        Rgb scene = scene(WIDTH, HEIGHT);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String format : new String[] {"png", "bmp", "gif", "jpg"}) {
            files.put("jdk." + format, imageIo(scene, format));
        }
        files.put("baseline.jpg", encode(".jpg", scene));
        files.put("progressive.jpg", encode(".jpg", scene, opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1));
        files.put("restarts.jpg", encode(".jpg", scene, opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 2));
        files.put("lossy.webp", encode(".webp", scene, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 80));
        files.put("lossless.webp", encode(".webp", scene, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101));
        files.put("lzw.tif", encode(".tif", scene, opencv_imgcodecs.IMWRITE_TIFF_COMPRESSION, 5));
        files.put("deflate.tif", encode(".tif", scene, opencv_imgcodecs.IMWRITE_TIFF_COMPRESSION, 8));
        files.put("plain.ppm", encode(".ppm", scene));
        files.put("plain.tga", tga(scene));
        files.put("plain.ico", icon(encode(".png", scene)));
        return files;
    }

    static byte[] encode(String extension, Rgb rgb, int... parameters) {
        try (Mat picture = bgr(rgb)) {
            return encode(extension, picture, parameters);
        }
    }

    static byte[] encode(String extension, Mat picture, int... parameters) {
        try (BytePointer coded = new BytePointer();
                IntPointer options = new IntPointer(parameters)) {
            if (!opencv_imgcodecs.imencode(extension, picture, coded, options)) {
                throw new IllegalStateException("this OpenCV writes no " + extension);
            }
            byte[] bytes = new byte[(int) coded.limit()];
            coded.get(bytes);
            return bytes;
        }
    }

    static Mat bgr(Rgb rgb) {
        byte[] bgr = rgb.pixels().clone();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = rgb.pixels()[i + 2];
            bgr[i + 2] = rgb.pixels()[i];
        }
        return new Mat(rgb.height(), rgb.width(), opencv_core.CV_8UC3, new BytePointer(bgr)).clone();
    }

    static byte[] imageIo(Rgb rgb, String format) throws IOException {
        BufferedImage image = new BufferedImage(rgb.width(), rgb.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < rgb.width() * rgb.height(); i++) {
            byte[] p = rgb.pixels();
            int colour = (p[3 * i] & 0xff) << 16 | (p[3 * i + 1] & 0xff) << 8 | (p[3 * i + 2] & 0xff);
            image.setRGB(i % rgb.width(), i / rgb.width(), colour);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** The JPEG file with EXIF data that say how it lies. */
    static byte[] lying(byte[] jpeg, int orientation) {
        byte[] exif = exif(orientation);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 10 + exif.length);
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (8 + exif.length));
        file.put("Exif\0\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                .put(exif);
        return file.put(jpeg, 2, jpeg.length - 2).array();
    }

    /** The PNG file with a chunk before its end. */
    static byte[] withChunk(byte[] png, String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length)
                .put(type.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                .put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        chunk.putInt((int) crc.getValue());
        int before = 33; // behind the header
        ByteBuffer file = ByteBuffer.allocate(png.length + chunk.capacity());
        return file.put(png, 0, before)
                .put(chunk.array())
                .put(png, before, png.length - before)
                .array();
    }

    /** A TIFF structure with one entry. */
    static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .order(ByteOrder.BIG_ENDIAN)
                .putInt(0x4D4D002A)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    static Path write(Path file, byte[] bytes) throws IOException {
        return Files.write(file, bytes);
    }

    private static byte[] tga(Rgb rgb) {
        ByteBuffer file = ByteBuffer.allocate(18 + rgb.pixels().length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(2, (byte) 2).putShort(12, (short) rgb.width()).putShort(14, (short) rgb.height());
        file.put(16, (byte) 24).put(17, (byte) 0x20).position(18);
        for (int i = 0; i < rgb.pixels().length; i += 3) {
            file.put(rgb.pixels()[i + 2]).put(rgb.pixels()[i + 1]).put(rgb.pixels()[i]);
        }
        return file.array();
    }

    private static byte[] icon(byte[] png) {
        ByteBuffer file = ByteBuffer.allocate(22 + png.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x00010000)
                .putShort((short) 1)
                .put((byte) WIDTH)
                .put((byte) HEIGHT)
                .putShort((short) 0);
        file.putShort((short) 1)
                .putShort((short) 24)
                .putInt(png.length)
                .putInt(22)
                .put(png);
        return file.array();
    }
}
