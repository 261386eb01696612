package io.millrace.media.pixel;

import java.util.Arrays;

/**
 * A dense row-major array of unsigned bytes in leased memory, immutable once made.
 *
 * @param shape outermost first, such as {@code [frames, height, width, 3]}; not copied, not to be written to
 * @param data exactly the product of {@code shape} bytes, owned by the tensor
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tensor(int[] shape, Lease data) implements AutoCloseable {

    public Tensor {
        long elements = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (elements != data.size()) {
            throw new IllegalArgumentException(
                    "a tensor of " + Arrays.toString(shape) + " does not fit " + data.size() + " bytes");
        }
    }

    @Override
    public void close() {
        data.close();
    }
}
