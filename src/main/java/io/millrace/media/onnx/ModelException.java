package io.millrace.media.onnx;

/** The model cannot be used. The message is for the user: it names the file, what is wrong with it and what to do. */
public final class ModelException extends Exception {

    private static final long serialVersionUID = 1;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
