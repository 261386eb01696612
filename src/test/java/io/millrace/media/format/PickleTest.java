package io.millrace.media.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PickleTest {

    @TempDir
    Path folder;

    /** {@code python3 -m pickletools} says the same. */
    @Test
    void shouldBeTheseOpcodesForAnArray() {
        Pickle pickle = Pickle.array("|u1", 6, 2, 3);

        assertThat(pickle.head())
                .asHexString()
                .isEqualToIgnoringCase(
                        "8004" // PROTO 4
                                + "636e756d70790a6e6461727261790a" // GLOBAL 'numpy ndarray'
                                + "284a00000000748552" // MARK, BININT 0, TUPLE, TUPLE1, REDUCE
                                + "284a01000000" // MARK, BININT 1
                                + "284a020000004a0300000074" // MARK, BININT 2, BININT 3, TUPLE
                                + "636e756d70790a64747970650a" // GLOBAL 'numpy dtype'
                                + "8c037c75318552" // SHORT_BINUNICODE '|u1', TUPLE1, REDUCE
                                + "894206000000"); // NEWFALSE, BINBYTES of 6
        assertThat(pickle.tail()).asHexString().isEqualToIgnoringCase("74622e"); // TUPLE, BUILD, STOP
    }

    @Test
    void shouldBeTheArrayBetweenAKeyAndASetItemWhenItIsADict() {
        Pickle array = Pickle.array("<i8", 16, 2);
        Pickle dict = Pickle.dict("tokens", "<i8", 16, 2);

        assertThat(hex(dict.head()))
                .isEqualTo("80047d8c06" + hex("tokens".getBytes(US_ASCII))
                        + hex(array.head()).substring(4));
        assertThat(hex(dict.tail())).isEqualTo("7462732e");
    }

    @Test
    void shouldRefuseAKeyThatIsNotShort() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pickle.dict("k".repeat(256), "<i8", 0, 0));
    }

    @Test
    @Timeout(120)
    void shouldBeReadByPythonAsTheArrayItIs() throws Exception {
        Python python = Python.withNumpy();
        write("array", Pickle.array("|u1", 24, 2, 3, 4), 24);
        write("empty", Pickle.array("|u1", 0, 0, 3), 0);
        write("dict", Pickle.dict("tokens", "<i8", 16, 2), 16);

        python.check(
                """
                import sys, pickle, pickletools, numpy
                def load(name):
                    with open(sys.argv[1] + '/' + name, 'rb') as file:
                        data = file.read()
                    list(pickletools.genops(data))
                    fast, slow = pickle.loads(data), pickle._loads(data)
                    assert repr(fast) == repr(slow), name
                    return fast
                array = load('array')
                assert type(array) is numpy.ndarray and array.dtype == numpy.uint8, array.dtype
                assert array.flags.writeable and array.flags.c_contiguous and array.flags.aligned, array.flags
                assert (array == numpy.arange(24, dtype=numpy.uint8).reshape(2, 3, 4)).all(), array
                array += 1
                assert load('empty').shape == (0, 3)
                tokens = load('dict')
                assert list(tokens) == ['tokens'] and type(tokens) is dict, tokens
                tokens = tokens['tokens']
                assert tokens.dtype == numpy.dtype('int64') and tokens.shape == (2,), tokens
                assert tokens.tolist() == [0x0706050403020100, 0x0f0e0d0c0b0a0908], tokens
                assert (pickle.loads(pickle.dumps(array)) == array).all()
                """,
                folder.toString());
    }

    private void write(String name, Pickle pickle, int elements) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(pickle.head());
        for (int i = 0; i < elements; i++) {
            file.write(i);
        }
        file.writeBytes(pickle.tail());
        Files.write(folder.resolve(name), file.toByteArray());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
