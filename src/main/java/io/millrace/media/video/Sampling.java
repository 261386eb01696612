package io.millrace.media.video;

/** Where the sampled frames lie among those of a video. */
public enum Sampling {
    /** {@code int(linspace(0, T - 1, n))}: the first and the last frame are sampled. */
    ENDPOINT_INCLUDED,
    /** {@code int(linspace(0, T, n, endpoint=False))}: n even steps, the first frame is sampled. */
    ENDPOINT_EXCLUDED;

    /**
     * The frames to take, exactly as numpy computes them: the step is one division in double precision, each position
     * one multiplication, truncated; with the end included the last position is exact.
     *
     * @param total frames there are, at least 1
     * @param frames wanted, at least 1
     * @return {@code frames} indices, ascending, with repetitions where {@code total < frames}
     */
    public int[] indices(int total, int frames) {
        int[] indices = new int[frames];
        int steps = this == ENDPOINT_INCLUDED ? frames - 1 : frames;
        double step = (this == ENDPOINT_INCLUDED ? total - 1 : total) / (double) Math.max(steps, 1);
        for (int i = 0; i < frames; i++) {
            indices[i] = (int) (i * step);
        }
        if (this == ENDPOINT_INCLUDED && frames > 1) {
            indices[frames - 1] = total - 1;
        }
        return indices;
    }
}
