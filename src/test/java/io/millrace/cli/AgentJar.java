package io.millrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;

/** Java agents of the tests: they change what a process started with {@code bin/run} does. */
final class AgentJar {

    private AgentJar() {}

    /** Writes {@code file} with {@code agent}, whose premain method it names, and the classes that this one needs. */
    static Path write(Path file, Class<?> agent, Class<?>... needed) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", agent.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.put(Attributes.Name.CLASS_PATH, location(AgentBuilder.class));
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream entries = new JarOutputStream(bytes, manifest)) {
            add(entries, agent);
            for (Class<?> type : List.of(needed)) {
                add(entries, type);
            }
        }
        return file;
    }

    private static void add(JarOutputStream entries, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new JarEntry(name));
        entries.write(type.getClassLoader().getResourceAsStream(name).readAllBytes());
    }

    private static String location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }
}
