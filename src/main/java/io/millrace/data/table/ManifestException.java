package io.millrace.data.table;

/** The list of work cannot be used. The message names the file and says what to do; the run ends with exit code 69. */
public final class ManifestException extends Exception {

    private static final long serialVersionUID = 1;

    public ManifestException(String message) {
        super(message);
    }

    public ManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}
