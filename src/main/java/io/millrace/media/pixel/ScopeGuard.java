package io.millrace.media.pixel;

/**
 * Undoes at the end of a scope what was begun in it, unless what was made of it is handed on before. For what is opened
 * in several steps: a step that throws leaves nothing open.
 */
public final class ScopeGuard implements AutoCloseable {

    private Runnable undo;

    public ScopeGuard(Runnable undo) {
        this.undo = undo;
    }

    /** From here on {@code made} is the caller's, and nothing is undone. */
    public <T> T dismiss(T made) {
        undo = () -> {};
        return made;
    }

    @Override
    public void close() {
        undo.run();
    }
}
