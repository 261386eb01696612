package io.millrace.media.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What OpenAI's tokenizer leaves to a library named ftfy: mended encodings, plain quotation marks, letters instead of
 * ligatures and of wide forms, no control characters, NFC. The rules are that library's for everything but encodings,
 * where {@link Mojibake} knows the usual case only.
 */
final class TextRepair {

    /** A repair may uncover the next; a text that needs more rounds is none. */
    private static final int MOST_ROUNDS = 16;

    private static final Pattern ENTITY = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    private static final Pattern C1_CONTROL = Pattern.compile("[\\x80-\\x9f]");
    private static final Pattern LIGATURE =
            Pattern.compile("[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]");
    private static final Pattern WIDTH = Pattern.compile("[\u3000\uff01-\uffef]");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201c-\u201f]");
    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\\x1b\\[[0-9;]*[a-zA-Z]");
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]");

    private TextRepair() {}

    /** Line by line; from the first tag on, entities are taken for what somebody meant to write. */
    static String repair(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        int begin = 0;
        boolean tags = false;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin) + 1;
            String line = text.substring(begin, end == 0 ? text.length() : end);
            tags |= line.indexOf('<') >= 0;
            repaired.append(line(line, tags));
            begin += line.length();
        }
        return repaired.toString();
    }

    private static String line(String line, boolean tags) {
        String before = line;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String after = round(before, tags);
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        return before;
    }

    private static String round(String line, boolean tags) {
        String text = tags ? line : unescape(line);
        text = Mojibake.mend(text);
        text = C1_CONTROL
                .matcher(text)
                .replaceAll(c -> String.valueOf(Windows1252.character(c.group().charAt(0))));
        text = LIGATURE.matcher(text).replaceAll(letter -> apart(letter.group()));
        text = WIDTH.matcher(text).replaceAll(wide -> Matcher.quoteReplacement(compatible(wide.group())));
        text = DOUBLE_QUOTE.matcher(text).replaceAll("\"");
        text = SINGLE_QUOTE.matcher(text).replaceAll("'");
        text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
        text = CONTROL.matcher(text).replaceAll("");
        return UnicodeForm.of(text, Normalizer.Form.NFC);
    }

    /** The long s of a ligature stays one: it is a letter of its own. */
    private static String apart(String ligature) {
        return ligature.equals("\ufb05") ? "\u017ft" : compatible(ligature);
    }

    private static String compatible(String character) {
        return Normalizer.normalize(character, Normalizer.Form.NFKC);
    }

    private static String unescape(String line) {
        return ENTITY.matcher(line).replaceAll(found -> Matcher.quoteReplacement(character(found.group())));
    }

    private static String character(String entity) {
        if (entity.startsWith("&#")) {
            String character = HtmlEntities.unescape(entity);
            return character.indexOf(';') >= 0 ? entity : character;
        }
        String name = entity.substring(1);
        String character = HtmlEntities.named(name);
        if (character != null) {
            return character;
        }
        return capitals(name, entity);
    }

    /** NTILDE is no entity, but what becomes of one when somebody makes a text capital letters. */
    private static String capitals(String name, String entity) {
        String small = HtmlEntities.named(name.toLowerCase(Locale.ROOT));
        boolean made = small != null
                && name.equals(name.toUpperCase(Locale.ROOT))
                && HtmlEntities.unescape(entity).equals(entity);
        return made ? small.toUpperCase(Locale.ROOT) : entity;
    }
}
