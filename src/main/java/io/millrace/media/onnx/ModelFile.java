package io.millrace.media.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * The .onnx file, as far as it can be judged without loading it: that it is one and whole, and which other files hold
 * its weights. ONNX Runtime's own words for these cases name neither the file nor what to do.
 */
final class ModelFile {

    private static final String POINTER = "version https://git-lfs";

    private final Path file;
    private final Set<String> weights;

    private ModelFile(Path file, Set<String> weights) {
        this.file = file;
        this.weights = weights;
    }

    /** @param place where the user names it */
    static ModelFile read(Path file, ModelPlace place) throws ModelException {
        if (file == null) {
            throw new ModelException("no " + place.section() + " is named; " + place.nameIt());
        }
        if (!Files.exists(file)) {
            throw new ModelException("there is no model " + file + "; " + place.nameIt());
        }
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is no file; " + place.nameIt());
        }
        try {
            ModelFile model = new ModelFile(file, weights(file));
            model.requireWeights();
            return model;
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the .onnx file itself. */
    String sha256() throws ModelException {
        return sha256(file);
    }

    /**
     * Of all that makes the model: {@link #sha256} where that is one file, else the SHA-256 of what {@code sha256sum}
     * prints of the .onnx file, called {@code model}, and of its other files, sorted by name.
     */
    String digest() throws ModelException {
        if (weights.isEmpty()) {
            return sha256();
        }
        StringBuilder listing = new StringBuilder(sha256()).append("  model\n");
        for (String name : weights) {
            listing.append(sha256(beside(name))).append("  ").append(name).append('\n');
        }
        return Sha256.hex(listing.toString().getBytes(UTF_8));
    }

    private Path beside(String name) {
        return file.toAbsolutePath().resolveSibling(name);
    }

    private void requireWeights() throws ModelException {
        for (String name : weights) {
            Path folder = file.toAbsolutePath().normalize().getParent();
            if (!beside(name).normalize().startsWith(folder)) {
                throw new ModelException(
                        file + " keeps weights in " + name + ", outside its own folder; that is not followed");
            }
            if (!Files.isRegularFile(beside(name))) {
                throw new ModelException(file + " keeps its weights in " + name + ", which is not beside it;"
                        + " put that file into the same folder");
            }
        }
    }

    private static Set<String> weights(Path file) throws IOException, ModelException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new ModelException(
                        file + " has 2 GiB and more, which no ONNX file has; its weights belong in a file of"
                                + " their own");
            }
            ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            refuseOthers(file, content);
            Set<String> weights = new TreeSet<>();
            new OnnxFormat(weights).read(content);
            return weights;
        } catch (OnnxFormat.Broken e) {
            throw new ModelException(file + " " + e.getMessage() + "; fetch it again", e);
        }
    }

    private static void refuseOthers(Path file, ByteBuffer content) throws ModelException {
        byte[] head = new byte[Math.min(POINTER.length(), content.remaining())];
        content.get(0, head);
        if (head.length == 0) {
            throw new ModelException(file + " is empty; fetch it again");
        }
        if (new String(head, UTF_8).equals(POINTER)) {
            throw new ModelException(
                    file + " is only git-lfs's note of where the model is; fetch the model itself with git lfs pull");
        }
    }

    private static String sha256(Path file) throws ModelException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
