package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {

    @TempDir
    Path folder;

    @Test
    void shouldMatchWhatNumpySaveWritesForAClip() {
        String expected =
                "\u0093NUMPY\u0001\u0000v\u0000{'descr': '|u1', 'fortran_order': False, 'shape': (16, 160, 256, 3), }"
                        + " ".repeat(47) + "\n";

        assertThat(new String(Npy.header(Npy.UINT8, 16, 160, 256, 3), ISO_8859_1))
                .isEqualTo(expected);
    }

    @Test
    void shouldAlignTheElementsWhateverTheShape() {
        int[] shape = {};
        for (int dimensions = 0; dimensions < 40; dimensions++) {
            byte[] header = Npy.header("<f4", shape);
            int length = (header[8] & 0xff) | (header[9] & 0xff) << 8;

            assertThat(header.length % 64).isZero();
            assertThat(header.length).isEqualTo(10 + length);
            assertThat(header[header.length - 1]).isEqualTo((byte) '\n');
            shape = Arrays.copyOf(shape, dimensions + 1);
            shape[dimensions] = Integer.MAX_VALUE;
        }
    }

    @Test
    @Timeout(60)
    void shouldBeReadByNumpyAndEqualItsOwnFileByteForByte() throws Exception {
        Python python = Python.withNumpy();
        String program =
                """
                import sys, numpy
                for name, shape in (('four', (2, 3, 4, 3)), ('one', (72,)), ('none', ())):
                    ours = numpy.load(sys.argv[1] + '/' + name + '.npy')
                    count = int(numpy.prod(shape))
                    assert ours.dtype == numpy.uint8 and ours.shape == shape, (name, ours.shape)
                    wanted = numpy.arange(count, dtype=numpy.uint8).reshape(shape)
                    assert (ours == wanted).all(), name
                    numpy.save(sys.argv[1] + '/theirs.npy', wanted)
                    read = lambda n: open(sys.argv[1] + '/' + n + '.npy', 'rb').read()
                    assert read(name) == read('theirs'), name
                """;
        write("four", 2, 3, 4, 3);
        write("one", 72);
        write("none");

        python.check(program, folder.toString());
    }

    private void write(String name, int... shape) throws IOException {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        byte[] header = Npy.header(Npy.UINT8, shape);
        byte[] file = Arrays.copyOf(header, header.length + count);
        for (int i = 0; i < count; i++) {
            file[header.length + i] = (byte) i;
        }
        Files.write(folder.resolve(name + ".npy"), file);
    }
}
