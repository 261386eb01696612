package io.millrace.media.image;

import java.io.IOException;

/** What need not be decoded, because what is wanted of it is there already. Any threads. */
@FunctionalInterface
public interface KnownContents {

    /** Nothing is known. */
    KnownContents NONE = sha256 -> false;

    /**
     * Whether a file of these bytes is known.
     *
     * @param sha256 64 lower-case hexadecimal digits
     */
    boolean has(String sha256) throws IOException;
}
