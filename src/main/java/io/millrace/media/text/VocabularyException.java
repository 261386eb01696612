package io.millrace.media.text;

/** The vocabulary of the tokenizer cannot be used. The message names the file and the key that names the file. */
public final class VocabularyException extends Exception {

    private static final long serialVersionUID = 1;

    VocabularyException(String message, Throwable cause) {
        super(message, cause);
    }
}
