package io.millrace.engine.journal;

import io.millrace.engine.journal.JournalException.Kind;

/** Whether this JVM was started with the access to the JDK that Chronicle needs. */
final class JvmAccess {

    private static final String OPTIONS = "--add-opens java.base/java.lang.reflect=ALL-UNNAMED"
            + " --add-opens java.base/sun.nio.ch=ALL-UNNAMED --add-exports java.base/jdk.internal.ref=ALL-UNNAMED";

    private JvmAccess() {}

    static void require() throws JournalException {
        Module base = Object.class.getModule();
        Module ours = JvmAccess.class.getModule();
        boolean enough = base.isOpen("java.lang.reflect", ours)
                && base.isOpen("sun.nio.ch", ours)
                && base.isExported("jdk.internal.ref", ours);
        if (!enough) {
            throw new JournalException(
                    Kind.SETUP,
                    "the journal needs access to the JDK; start Millrace with bin/run, or add these JVM options: "
                            + OPTIONS);
        }
    }
}
