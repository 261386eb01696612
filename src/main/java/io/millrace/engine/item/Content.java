package io.millrace.engine.item;

/**
 * What the input of an item holds, in a number that two inputs share only if they hold the same. Safe for any threads.
 */
public final class Content {

    /** Of an input whose content nobody can tell. */
    public static final Content NONE = new Content(() -> Identity.NO_CONTENT);

    /** Reads the input. */
    @FunctionalInterface
    public interface Reading {
        /** {@link Identity#NO_CONTENT} where it cannot be told, whatever the reason. */
        long digest();
    }

    private final Reading reading;
    private boolean listedWasRead;
    private long listed;
    private volatile long kept = Identity.NO_CONTENT;

    public Content(Reading reading) {
        this.reading = reading;
    }

    /** What the input holds while it is listed: the first call reads all of it. */
    public synchronized long digest() {
        if (!listedWasRead) {
            listed = reading.digest();
            listedWasRead = true;
        }
        return listed;
    }

    /**
     * Reads all of the input for the item's record, whether that was done before or not: called by who has just used
     * it, since what stood in it before that is not what the item was made of.
     */
    public void keep() {
        kept = reading.digest();
    }

    /** What {@link #keep} has found; {@link Identity#NO_CONTENT} before. */
    public long kept() {
        return kept;
    }
}
