package io.millrace.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The arrays of an npz file, read by another hand than wrote it. */
record Npz(Map<String, ByteBuffer> arrays, Map<String, String> headers) {

    /** Magic, version, length of the header. */
    private static final int PREFIX = 10;

    static Npz read(Path file) throws IOException {
        Map<String, ByteBuffer> arrays = new TreeMap<>();
        Map<String, String> headers = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] npy = zip.readAllBytes();
                int header = (npy[8] & 0xff) | (npy[9] & 0xff) << 8;
                String name = entry.getName().replaceFirst("\\.npy$", "");
                headers.put(name, new String(npy, PREFIX, header, StandardCharsets.US_ASCII));
                arrays.put(
                        name,
                        ByteBuffer.wrap(npy, PREFIX + header, npy.length - PREFIX - header)
                                .slice()
                                .order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return new Npz(arrays, headers);
    }

    String shape(String array) {
        return headers.get(array).replaceFirst(".*'shape': (\\([^)]*\\)).*\\s*", "$1");
    }

    float[] floats(String array) {
        float[] numbers = new float[arrays.get(array).remaining() / Float.BYTES];
        arrays.get(array)
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(numbers);
        return numbers;
    }

    int[] ints(String array) {
        int[] numbers = new int[arrays.get(array).remaining() / Integer.BYTES];
        arrays.get(array)
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(numbers);
        return numbers;
    }

    byte[] bytes(String array) {
        byte[] numbers = new byte[arrays.get(array).remaining()];
        arrays.get(array).duplicate().get(numbers);
        return numbers;
    }
}
