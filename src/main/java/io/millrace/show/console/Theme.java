package io.millrace.show.console;

import java.time.ZoneId;
import org.jline.utils.AttributedStyle;

/**
 * How things are drawn: with which characters, in colour or without, with times of which zone. Colours are the first
 * eight, which every theme keeps readable, and never the only bearer of a meaning.
 *
 * @param unicode whether the terminal takes more than ASCII
 * @param colour whether colours are wanted
 * @param zone for times of the day
 */
record Theme(boolean unicode, boolean colour, ZoneId zone) {

    static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

    AttributedStyle good() {
        return coloured(PLAIN, AttributedStyle.GREEN);
    }

    AttributedStyle warning() {
        return coloured(PLAIN, AttributedStyle.YELLOW);
    }

    AttributedStyle bad() {
        return coloured(PLAIN, AttributedStyle.RED);
    }

    AttributedStyle accent() {
        return coloured(PLAIN, AttributedStyle.CYAN);
    }

    AttributedStyle strong() {
        return PLAIN.bold();
    }

    AttributedStyle faint() {
        return colour ? PLAIN.faint() : PLAIN;
    }

    /** Done by this run. */
    String done() {
        return unicode ? "█" : "#";
    }

    /** Done before. */
    String before() {
        return unicode ? "▒" : ":";
    }

    /** To do. */
    String rest() {
        return unicode ? "░" : ".";
    }

    String blocked() {
        return unicode ? "▒" : "!";
    }

    String empty() {
        return unicode ? "·" : "-";
    }

    /** Not the plain line: JLine takes that one for the second character set's, or for a minus. */
    String rule() {
        return unicode ? "┄" : "-";
    }

    /** Where something was cut out. */
    String cut() {
        return unicode ? "…" : "..";
    }

    private AttributedStyle coloured(AttributedStyle style, int which) {
        return colour ? style.foreground(which) : style;
    }
}
