package io.millrace.show.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of the page, as it stands in {@code report.html} behind the comment that names it; one that begins on the line
 * of its comment has no line end. Its holes are filled once, so that nothing in a value is taken for a hole. Values are
 * HTML already: text from outside has gone through {@link Html}.
 */
final class HtmlPart {

    private static final Pattern PART =
            Pattern.compile("^<!-- ([a-z-]+) -->(\\n?)(.*?)(\\n)(?=<!-- |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Map<String, String> PARTS = PART.matcher(resource("report.html"))
            .results()
            .collect(Collectors.toMap(part -> part.group(1), part -> part.group(3) + part.group(2)));

    private final String part;
    private final Map<String, Object> values = new HashMap<>();

    private HtmlPart(String part) {
        this.part = part;
    }

    static HtmlPart of(String name) {
        return new HtmlPart(PARTS.get(name));
    }

    /** Fills a hole, wherever it is in the part. */
    HtmlPart with(String hole, Object html) {
        values.put(hole, html);
        return this;
    }

    /** The part; each of its holes must have been filled. */
    @Override
    public String toString() {
        return HOLE.matcher(part).replaceAll(this::value);
    }

    private String value(MatchResult hole) {
        return Matcher.quoteReplacement(values.get(hole.group(1)).toString());
    }

    /** One behind the other. */
    static <T> String each(Collection<T> all, Function<T, ?> part) {
        return all.stream().map(one -> part.apply(one).toString()).collect(Collectors.joining());
    }

    /** A file beside this class, as text. */
    static String resource(String name) {
        try (InputStream in = HtmlPart.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read from the class path", e);
        }
    }
}
