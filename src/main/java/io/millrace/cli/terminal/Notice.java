package io.millrace.cli.terminal;

import io.millrace.run.RunListener;
import java.time.Duration;

/** Something said on stderr if it takes long, so that silence does not look like a hang. */
final class Notice implements RunListener.Span {

    private final Thread thread;

    private Notice(Thread thread) {
        this.thread = thread;
    }

    /** Says {@code sentence} after {@code wait}, unless this is closed before. */
    static Notice after(Duration wait, String sentence) {
        Thread thread = new Thread(() -> say(wait, sentence), "notice");
        thread.setDaemon(true);
        thread.start();
        return new Notice(thread);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static void say(Duration wait, String sentence) {
        try {
            Thread.sleep(wait.toMillis());
            System.err.println(sentence);
        } catch (InterruptedException e) {
            // it did not take long
        }
    }
}
