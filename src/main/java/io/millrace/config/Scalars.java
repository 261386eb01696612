package io.millrace.config;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Single values of settings: from HOCON to Java, and to the text that stands for them in a fingerprint. */
final class Scalars {

    private static final Map<Class<?>, Function<String, Object>> READERS = readers();

    private Scalars() {}

    private static Map<Class<?>, Function<String, Object>> readers() {
        Map<Class<?>, Function<String, Object>> readers = new HashMap<>();
        readers.put(String.class, text -> text);
        readers.put(Integer.class, text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, ""));
        readers.put(Long.class, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE, ""));
        readers.put(Double.class, Scalars::number);
        readers.put(Boolean.class, Scalars::truth);
        readers.put(Auto.class, Scalars::auto);
        readers.put(ByteSize.class, text -> text.equals("auto") ? ByteSize.AUTO : ByteSize.parse(text));
        readers.put(Duration.class, Durations::parse);
        readers.put(Path.class, Path::of);
        return readers;
    }

    /** Whether values of this type are read from one text, even if the type is a record. */
    static boolean reads(Class<?> type) {
        return type == Auto.class || parser(type) != null;
    }

    /** @throws IllegalArgumentException that says what the value must be */
    static Object read(ConfigValue value, Class<?> type, Type generic) {
        if (type == Map.class) {
            requireText(generic, 1);
            return map((ConfigObject) value);
        }
        if (type == List.class) {
            requireText(generic, 0);
            return list(value);
        }
        if (value instanceof ConfigList) {
            throw new IllegalArgumentException("must be a single value, not a list");
        }
        return parse(String.valueOf(value.unwrapped()), type);
    }

    /** {@code maxPixels} as {@code max-pixels}. */
    static String key(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** The same text for the same value on every machine. A class with a parser is represented by its toString. */
    static String canonical(Object value) {
        if (value instanceof String || value instanceof Path) {
            return ConfigUtil.quoteString(value.toString());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Scalars::canonical).collect(joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<>(map)
                    .entrySet().stream()
                            .map(entry -> canonical(entry.getKey()) + " = " + canonical(entry.getValue()))
                            .collect(joining(", ", "{", "}"));
        }
        if (value instanceof Auto auto) {
            return auto.isAuto() ? "auto" : Integer.toString(auto.value());
        }
        return value instanceof Enum<?> choice ? Choices.word(choice) : String.valueOf(value);
    }

    private static Object parse(String text, Class<?> type) {
        Function<String, Object> reader =
                READERS.get(MethodType.methodType(type).wrap().returnType());
        if (reader != null) {
            return reader.apply(text);
        }
        return type.isEnum() ? choice(text, type) : viaParser(text, type);
    }

    private static long whole(String text, long min, long max, String orElse) {
        try {
            long number = new BigDecimal(text.strip()).longValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number" + orElse, e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must be a whole number of at most 64 bits" + orElse, e);
        }
        String bounds = max == Integer.MAX_VALUE && min > 0 ? "of at least " + min : "between " + min + " and " + max;
        throw new IllegalArgumentException("must be a whole number " + bounds + orElse);
    }

    private static Auto auto(String text) {
        return text.equals("auto") ? Auto.AUTO : new Auto((int) whole(text, 1, Integer.MAX_VALUE, " or auto"));
    }

    private static double number(String text) {
        try {
            return new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number", e);
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Object choice(String text, Class<?> type) {
        List<String> choices = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = Choices.word((Enum<?>) constant);
            if (name.equals(text)) {
                return constant;
            }
            choices.add(name);
        }
        String nearest = Spelling.nearest(text.toLowerCase(Locale.ROOT), choices);
        throw new IllegalArgumentException("must be one of " + String.join(", ", choices) + Spelling.hint(nearest));
    }

    private static Map<String, String> map(ConfigObject object) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, ConfigValue> entry : Tree.entries(object)) {
            map.put(entry.getKey(), text(entry.getValue(), "the value of '" + entry.getKey() + "'"));
        }
        return Map.copyOf(map);
    }

    private static List<String> list(ConfigValue value) {
        if (!(value instanceof ConfigList values)) {
            throw new IllegalArgumentException("must be a list such as [a, b]");
        }
        return values.stream().map(element -> text(element, "each element")).toList();
    }

    private static String text(ConfigValue value, String what) {
        if (value instanceof ConfigObject
                || value instanceof ConfigList
                || Tree.unresolved(value)
                || Tree.isNull(value)) {
            throw new IllegalArgumentException(what + " must be a text");
        }
        return String.valueOf(value.unwrapped());
    }

    private static void requireText(Type generic, int argument) {
        if (!(generic instanceof ParameterizedType parameterized)
                || parameterized.getActualTypeArguments()[argument] != String.class) {
            throw new IllegalStateException("settings are lists and maps of String only, not " + generic);
        }
    }

    private static Object viaParser(String text, Class<?> type) {
        Method parser = parser(type);
        if (parser == null) {
            throw new IllegalStateException("no way to read a " + type.getName() + ": it has no static parse(String)");
        }
        try {
            parser.setAccessible(true);
            return parser.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(parser + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(parser + " cannot be called", e);
        }
    }

    private static Method parser(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("parse")
                        && Modifier.isStatic(method.getModifiers())
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst()
                .orElse(null);
    }
}
