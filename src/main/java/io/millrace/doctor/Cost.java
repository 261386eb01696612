package io.millrace.doctor;

/**
 * A line through what two runs took: {@code fixed + n x per-worker}, in bytes. A worker takes no
 * less than nothing and no more than a run with one.
 */
record Cost(long fixedBytes, long perWorkerBytes) {

    /** @param many workers, more than one */
    static Cost of(long oneBytes, int many, long manyBytes) {
        if (many <= 1) {
            throw new IllegalArgumentException("a line takes two runs that differ");
        }
        if (manyBytes <= oneBytes) {
            return new Cost(oneBytes, 0);
        }
        long perWorker = Math.min((manyBytes - oneBytes) / (many - 1), oneBytes);
        return new Cost(manyBytes - many * perWorker, perWorker);
    }

    /** The same through nothing at all: what is not there without workers. */
    static Cost ofWorkersOnly(long oneBytes) {
        return new Cost(0, oneBytes);
    }

    long at(int workers) {
        return fixedBytes + workers * perWorkerBytes;
    }

    /**
     * How many workers {@code bytes} bear: 0 if not even one, {@link Integer#MAX_VALUE} where a worker costs nothing.
     */
    int workersWithin(long bytes) {
        if (at(1) > bytes) {
            return 0;
        }
        return perWorkerBytes == 0
                ? Integer.MAX_VALUE
                : (int) Math.min((bytes - fixedBytes) / perWorkerBytes, Integer.MAX_VALUE);
    }
}
