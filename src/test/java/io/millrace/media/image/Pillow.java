package io.millrace.media.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's Python with Pillow, the other reader of pictures. A test that needs it is skipped by name without. */
record Pillow(String program) {

    /** Upright RGB of a file as Pillow sees it; 16-bit grey by its upper bytes, since Pillow clips there. */
    private static final String DECODE =
            """
            import sys
            from PIL import Image, ImageOps
            for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
                try:
                    image = Image.open(source)
                    if image.format != 'TIFF':  # which it turns by itself
                        image = ImageOps.exif_transpose(image)
                    if image.mode in ('I', 'I;16', 'I;16B'):
                        image = image.convert('I').point(lambda v: v * (1 / 256)).convert('L')
                    image = image.convert('RGB')
                    with open(target, 'wb') as file:
                        file.write(image.width.to_bytes(4, 'big') + image.height.to_bytes(4, 'big') + image.tobytes())
                except Exception as e:
                    print(source, repr(e))
            """;

    static Pillow found() throws Exception {
        for (String program : List.of("/usr/bin/python3", "python3")) {
            if (new Pillow(program).run("import PIL.Image", List.of()) == 0) {
                return new Pillow(program);
            }
        }
        assumeTrue(false, "needs a Python with Pillow");
        return null;
    }

    /** Runs a script of its own. */
    void make(String script, Path... arguments) throws Exception {
        int exit = run(script, List.of(arguments).stream().map(Path::toString).toList());
        assumeTrue(exit == 0, "this Pillow cannot make the pictures");
    }

    /** Null where Pillow does not decode it. */
    Rgb decode(Path file) throws Exception {
        Path raw = Files.createTempFile("pillow-", ".rgb");
        try {
            run(DECODE, List.of(file.toString(), raw.toString()));
            return Files.size(raw) == 0 ? null : Rgb.of(Files.readAllBytes(raw));
        } finally {
            Files.delete(raw);
        }
    }

    private int run(String script, List<String> arguments) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(program, "-c", script));
        words.addAll(arguments);
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
