package io.millrace.engine.flow;

/** What the engine does with a payload that nobody takes any further. */
final class Payloads {

    private Payloads() {}

    /** Closes it if it can be closed. A payload that cannot even be closed is a defect of its class: the run ends. */
    static void close(Object payload) {
        if (payload instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a payload could not be closed", e);
            }
        }
    }
}
