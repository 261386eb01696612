package io.millrace.show.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal that controls this process, whatever its standard streams are. JLine knows what it understands and
 * draws; its modes are set with {@code stty}, which every system has and which loads no library. Signal keys stay in
 * force, so that Ctrl-C works whatever becomes of this process. Keys are looked for and never waited for: a process in
 * the background that waits for its terminal is stopped.
 */
final class Tty implements AutoCloseable {

    private static final File DEVICE = new File("/dev/tty");
    private static final long STTY_SECONDS = 5;
    private static final int FRAME_BYTES = 1 << 16;
    private static final int MOST_KEYS = 256;

    private final InputStream input;
    private final OutputStream output;
    private final Terminal terminal;
    private final Keys keys = new Keys();
    private Display display;
    private Size size;
    private String modes;

    private Tty(InputStream input, OutputStream output, Terminal terminal) {
        this.input = input;
        this.output = output;
        this.terminal = terminal;
    }

    static Tty open(String type) throws IOException {
        InputStream input = new FileInputStream(DEVICE);
        try {
            OutputStream output = new BufferedOutputStream(new FileOutputStream(DEVICE), FRAME_BYTES);
            return new Tty(input, output, terminal(type, output));
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /** For JLine it is one that takes whatever its type does. */
    private static Terminal terminal(String type, OutputStream output) throws IOException {
        Terminal.SignalHandler none = Terminal.SignalHandler.SIG_IGN;
        return new DumbTerminal(null, null, "millrace", type, InputStream.nullInputStream(), output, UTF_8, none);
    }

    /** Whether the terminal is this process's to read, and not another's of the same session. */
    static boolean foreground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[2].equals(fields[5]);
        } catch (IOException e) {
            return true; // a system without /proc: the shell will say so
        }
    }

    /** Rows and columns; what a terminal of unknown size usually has where it does not know. */
    static Size askSize() throws IOException {
        String[] said = stty("size").split(" ");
        int rows = Integer.parseInt(said[0]);
        int columns = Integer.parseInt(said[1]);
        return rows > 0 && columns > 0 ? Size.of(columns, rows) : Size.of(View.LEAST_WIDTH, 24);
    }

    /** Takes the whole screen. */
    void enter() throws IOException {
        if (modes == null) {
            modes = stty("-g");
        }
        stty("-icanon", "-echo", "-ixon", "min", "1", "time", "0");
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        resize();
    }

    /** Gives it back as it was. */
    void leave() throws IOException {
        terminal.puts(Capability.exit_attribute_mode);
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        if (modes != null) {
            stty(modes);
        }
    }

    /** Asks how large the terminal is now, and begins with an empty screen. */
    void resize() throws IOException {
        size = askSize();
        terminal.setSize(size);
        display = new Display(terminal, true);
        display.resize(size);
        display.clear();
        display.reset();
        terminal.puts(Capability.clear_screen);
    }

    Size size() {
        return size;
    }

    /** @param rows as many as there are */
    void draw(List<AttributedString> rows) {
        display.update(rows.stream().map(Tty::withoutBlankEnd).toList(), -1);
        terminal.flush();
    }

    /** Keys that were pressed since the last look. */
    List<String> keys() throws IOException {
        byte[] sent = new byte[Math.min(MOST_KEYS, input.available())];
        int length = sent.length == 0 ? 0 : Math.max(0, input.read(sent));
        return keys.read(Arrays.copyOf(sent, length));
    }

    @Override
    public void close() throws IOException {
        terminal.close();
        input.close();
        output.close();
    }

    /** Terminals disagree on what follows a character in the last column. */
    private static AttributedString withoutBlankEnd(AttributedString row) {
        int end = row.length();
        while (end > 0 && row.charAt(end - 1) == ' ') {
            end--;
        }
        return row.subSequence(0, end);
    }

    private static String stty(String... words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("stty").redirectInput(DEVICE).redirectErrorStream(true);
        builder.command().addAll(List.of(words));
        Process stty = builder.start();
        String said = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
        try {
            if (!stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS) || stty.exitValue() != 0) {
                throw new IOException("stty " + String.join(" ", words) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return said;
    }
}
