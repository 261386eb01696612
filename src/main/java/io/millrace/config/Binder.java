package io.millrace.config;

import com.typesafe.config.ConfigValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * Makes records of settings. A wrong value becomes a problem, and the record null; the other values are still checked.
 */
record Binder(
        Configuration configuration,
        Reference reference,
        Collection<Problem> problems,
        Map<String, String> resultSettings,
        Collection<String> paths) {

    /** Stands for a value that became a problem: null is a value. */
    private static final Object WRONG = new Object();

    <T extends Record> T bind(String path, Class<T> type) {
        Object bound = record(path, type, false);
        return bound == WRONG ? null : type.cast(bound);
    }

    private Object record(String path, Class<?> type, boolean changesResults) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(path, components[i], changesResults);
        }
        return Arrays.asList(values).contains(WRONG) ? WRONG : construct(path, type, values);
    }

    private Object component(String section, RecordComponent component, boolean inherited) {
        String path = Tree.child(section, Scalars.key(component.getName()));
        boolean changesResults = inherited || component.isAnnotationPresent(ChangesResults.class);
        if (component.getType().isRecord() && !Scalars.reads(component.getType())) {
            require(Reference.Kind.SECTION, path, component);
            return record(path, component.getType(), changesResults);
        }
        require(component.getType() == Map.class ? Reference.Kind.MAP : Reference.Kind.VALUE, path, component);
        configuration.isBound(path);
        Object value = value(path, component);
        if (component.getType() == Path.class) {
            paths.add(path);
        }
        if (changesResults && value != WRONG) {
            resultSettings.put(path, Scalars.canonical(value));
        }
        return value;
    }

    private void require(Reference.Kind kind, String path, RecordComponent component) {
        if (reference.kind(path) != kind) {
            throw new IllegalStateException(Reference.NAME + " has no " + kind + " '" + path + "' for " + component
                    + " of " + component.getDeclaringRecord().getName());
        }
    }

    private Object value(String path, RecordComponent component) {
        ConfigValue value = configuration.value(path);
        try {
            if (Tree.isNull(value) && !wordNull(path, component)) {
                return absent(path);
            }
            Object read = Scalars.read(value, component.getType(), component.getGenericType());
            Limits.check(read, component.getAnnotation(Range.class), reference.allowsAuto(path));
            return read;
        } catch (IllegalArgumentException e) {
            String message = path + " = " + Rendering.shown(path, value) + ": " + e.getMessage();
            problems.add(new Problem(configuration.origin(path), message));
            return WRONG;
        }
    }

    /** In {@code format = null} the null is one of the choices, though HOCON reads it as no value. */
    private boolean wordNull(String path, RecordComponent component) {
        return component.getType().isEnum() && !reference.optional(path);
    }

    private Object absent(String path) {
        if (reference.optional(path)) {
            return null;
        }
        throw new IllegalArgumentException("must have a value");
    }

    private Object construct(String path, Class<?> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            return refused(path, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a settings record cannot be made: " + type.getName(), e);
        }
    }

    /** The record's own check of several values together. */
    private Object refused(String path, Throwable reason) {
        if (!(reason instanceof IllegalArgumentException)) {
            throw new IllegalStateException("the settings record of '" + path + "' failed", reason);
        }
        problems.add(new Problem(configuration.origin(path), path + ": " + reason.getMessage()));
        return WRONG;
    }
}
