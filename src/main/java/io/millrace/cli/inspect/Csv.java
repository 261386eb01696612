package io.millrace.cli.inspect;

import io.millrace.text.ForeignText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Lines of CSV as RFC 4180 has it, safe to open in a spreadsheet: a text that would be a formula there begins with an
 * apostrophe (<a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>), and what a terminal
 * would obey is escaped.
 */
final class Csv {

    /** Those of the full width are formulas in East Asian spreadsheets. */
    private static final String FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private Csv() {}

    /** @param cells texts, which may be from outside; numbers; null for nothing */
    static String line(Object... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(","));
    }

    private static String cell(Object cell) {
        if (cell == null) {
            return "";
        }
        return cell instanceof String text ? quoted(guarded(ForeignText.line(text))) : cell.toString();
    }

    private static String guarded(String text) {
        return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && !text.startsWith("'");
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
