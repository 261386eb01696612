package io.millrace.show.console;

/**
 * What the keys of a console can ask of a run, in this process or another. Nothing here waits for what it asks for; a
 * refusal is an {@link IllegalArgumentException} with a sentence for the user.
 */
public interface Controls {

    /** Changes a stage's workers to {@code workers}, and says in a sentence what came of it. */
    String scale(String stage, int workers);

    /** Takes no new items. */
    void pause();

    /** Takes items again. */
    void resume();

    /** Finishes what is in flight, and ends. */
    void drain();

    /** Ends now. */
    void stop();
}
