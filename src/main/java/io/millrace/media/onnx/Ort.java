package io.millrace.media.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** ONNX Runtime, of which a process has one. It prints nothing: what matters comes as an exception. */
final class Ort {

    /** Where ONNX Runtime looks for its library before it unpacks its own. */
    private static final String PATH = "onnxruntime.native.path";

    private Ort() {}

    /** Loads it, the first time. {@link LinkageError} where this platform has none. */
    static OrtEnvironment environment() {
        return Only.ENVIRONMENT;
    }

    /** With so many threads to one operator, and so many operators at once; the caller closes them. */
    static OrtSession.SessionOptions options(int intraOp, int interOp) throws OrtException {
        environment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setIntraOpNumThreads(intraOp);
        options.setInterOpNumThreads(interOp);
        options.setDeterministicCompute(true);
        // An idle worker must not spin on a core that others need.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    /** The caller closes them. */
    static OrtSession.RunOptions runOptions() throws OrtException {
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    /** What it says of a failure, in one line and without its own file names. */
    static String words(OrtException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.replaceFirst("^Error code - [A-Z_]+ - message: ", "").strip();
    }

    /** What keeps it from being loaded: the first cause. */
    static String words(LinkageError e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a model could not be closed", e);
        }
    }

    private static final class Only {

        static final OrtEnvironment ENVIRONMENT = load();

        private static OrtEnvironment load() {
            if (System.getProperty(PATH) == null) {
                useLibraryBesideItsJar();
            }
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "millrace");
        }

        /**
         * Where the build has put it: left to itself it is unpacked at every start, and stays behind when that is
         * killed.
         */
        private static void useLibraryBesideItsJar() {
            CodeSource source = OrtEnvironment.class.getProtectionDomain().getCodeSource();
            try {
                Path folder = Path.of(source.getLocation().toURI()).getParent();
                if (Files.isRegularFile(folder.resolve(System.mapLibraryName("onnxruntime")))) {
                    System.setProperty(PATH, folder.toString());
                }
            } catch (URISyntaxException | IllegalArgumentException | NullPointerException e) {
                // from no jar in a folder: it unpacks its own
            }
        }
    }
}
