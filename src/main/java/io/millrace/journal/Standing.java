package io.millrace.journal;

import io.millrace.item.Identity;
import io.millrace.item.Outcome.Status;

/** What the journal knows of an item without reading its record: enough to tell whether it has to be made again. */
public final class Standing {

    private final Status status;
    private final int attempt;
    private final String fingerprint;
    private final long identityDigest;

    Standing(Status status, int attempt, String fingerprint, long identityDigest) {
        this.status = status;
        this.attempt = attempt;
        this.fingerprint = fingerprint;
        this.identityDigest = identityDigest;
    }

    public Status status() {
        return status;
    }

    /** 1 for the first try; 255 stands for more. */
    public int attempt() {
        return attempt;
    }

    /** Of the run that made it; empty where the record of that run is lost. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Whether the input is the one the item was made of. Decided by 36 bits of a digest, so a changed input passes for
     * the old one once in 7e10; {@link Journal#find} has the exact identity.
     */
    public boolean sameInput(Identity now) {
        return now.equals(Identity.NONE) || ItemIndex.digest(now) == identityDigest;
    }
}
