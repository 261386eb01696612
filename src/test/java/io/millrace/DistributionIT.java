package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the build leaves in target: our jars, the libraries beside them, and what is said of them. */
@Timeout(60)
class DistributionIT {

    private static final Path TARGET = Path.of("target");
    private static final Path JAR = TARGET.resolve("millrace.jar");
    private static final Path LIB = TARGET.resolve("lib");

    /** "asm-util-9.11.1.jar" and "ffmpeg-8.0.1-1.5.13-linux-x86_64.jar": the name ends where the version begins. */
    private static final Pattern FILE_OF_JAR = Pattern.compile("(.+?)-[0-9].*\\.jar");

    private static final Pattern NATIVE_OF_DUCKDB = Pattern.compile("libduckdb_java\\.so_.*");
    private static final Pattern NATIVE_OF_ONNX_RUNTIME = Pattern.compile("lib.*onnxruntime.*");
    private static final String NATIVES_OF_ONNX_RUNTIME = "ai/onnxruntime/native/";

    @BeforeAll
    static void requirePackage() {
        assumeTrue(Files.isRegularFile(JAR) && Files.isDirectory(LIB), "mvn package has not been run: no " + JAR);
    }

    @Test
    void shouldFindEveryLibraryThatTheJarNames() throws IOException {
        assertThat(classPath()).isNotEmpty().allSatisfy(name -> assertThat(LIB.resolve(name))
                .isRegularFile());
    }

    @Test
    void shouldKeepTheClassesOfDuckDb() throws Exception {
        requireSameBut(
                original(DuckDBDriver.class),
                name -> NATIVE_OF_DUCKDB.matcher(name).matches());
    }

    @Test
    void shouldHaveTheLibraryOfDuckDbForThisPlatformOnly() throws Exception {
        assumeTrue(isLinux(), "the names of DuckDB's libraries are known here for Linux only");
        String wanted = "libduckdb_java.so_linux_" + (isArm() ? "arm64" : "amd64");
        Map<String, Long> inJar = entries(original(DuckDBDriver.class));
        assertThat(inJar).containsKey(wanted);
        assertThat(besideJars(NATIVE_OF_DUCKDB)).containsExactly(wanted);
        assertThat(crc(LIB.resolve(wanted))).isEqualTo(inJar.get(wanted));
    }

    @Test
    void shouldKeepTheClassesOfOnnxRuntime() throws Exception {
        requireSameBut(original(OrtEnvironment.class), name -> name.startsWith(NATIVES_OF_ONNX_RUNTIME));
    }

    @Test
    void shouldHaveTheLibrariesOfOnnxRuntimeForThisPlatformOnly() throws Exception {
        assumeTrue(isLinux(), "the names of ONNX Runtime's libraries are known here for Linux only");
        String folder = NATIVES_OF_ONNX_RUNTIME + (isArm() ? "linux-aarch64/" : "linux-x64/");
        Map<String, Long> wanted = new TreeMap<>();
        entries(original(OrtEnvironment.class)).forEach((name, crc) -> {
            if (name.startsWith(folder + "lib")) {
                wanted.put(name.substring(folder.length()), crc);
            }
        });
        assertThat(wanted).isNotEmpty();
        assertThat(besideJars(NATIVE_OF_ONNX_RUNTIME)).isEqualTo(wanted.keySet());
        for (Map.Entry<String, Long> each : wanted.entrySet()) {
            assertThat(crc(LIB.resolve(each.getKey()))).as(each.getKey()).isEqualTo(each.getValue());
        }
    }

    /** One row each, and no row of a jar that is no longer there. */
    @Test
    void shouldNameTheLicenceOfEveryLibraryInNotice() throws IOException {
        Set<String> delivered = new TreeSet<>();
        for (String name : classPath()) {
            delivered.add(artifact(name).replace("onnxruntime_gpu", "onnxruntime"));
        }
        assertThat(namedInNotice()).isEqualTo(delivered);
    }

    @Test
    void shouldNameEveryLibraryInTheBillOfMaterials() throws IOException {
        Path bill = TARGET.resolve("millrace-bom.json");
        assumeTrue(Files.isRegularFile(bill), "this build made no bill of materials: no " + bill);
        Set<String> named = new HashSet<>();
        for (JsonNode each : new ObjectMapper().readTree(bill.toFile()).get("components")) {
            Matcher classifier = Pattern.compile(".*[?&]classifier=([^&]+).*")
                    .matcher(each.get("purl").asText());
            named.add(each.get("name").asText() + "-" + each.get("version").asText()
                    + (classifier.matches() ? "-" + classifier.group(1) : "") + ".jar");
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(classPath());
    }

    /** Nobody who depends on Millrace gets a backend of SLF4J with it, which could be a second one. */
    @Test
    void shouldLeaveTheChoiceOfLoggingToAHost() throws Exception {
        assertThat(classPath()).anyMatch(name -> name.startsWith("logback-classic-"));
        Map<String, Boolean> optional = new TreeMap<>();
        try (JarFile jar = new JarFile(JAR.toFile());
                InputStream pom = jar.getInputStream(jar.getEntry("META-INF/maven/io.millrace/millrace/pom.xml"))) {
            NodeList dependencies = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom)
                    .getElementsByTagName("dependency");
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element each = (Element) dependencies.item(i);
                optional.put(text(each, "groupId"), text(each, "optional").equals("true"));
            }
        }
        assertThat(optional).containsEntry("ch.qos.logback", true);
        assertThat(optional.keySet()).noneMatch(group -> group.startsWith("org.apache.logging"));
    }

    @Test
    void shouldBringSourcesAndDocumentation() throws IOException {
        Path sources = TARGET.resolve("millrace-sources.jar");
        Path javadoc = TARGET.resolve("millrace-javadoc.jar");
        assumeTrue(
                Files.isRegularFile(sources) && Files.isRegularFile(javadoc),
                "this build made no sources and no javadoc: no " + sources + ", " + javadoc);
        assertThat(entries(sources)).containsKey("io/millrace/engine/plan/Plan.java");
        assertThat(entries(javadoc)).containsKey("io/millrace/engine/plan/Plan.html");
    }

    /** Or the same commit would give another jar on another day, or on another machine. */
    @Test
    void shouldNotTellWhenOrWhereItWasBuilt() throws IOException {
        for (String name : List.of("millrace.jar", "millrace-sources.jar", "millrace-javadoc.jar")) {
            Path file = TARGET.resolve(name);
            if (Files.exists(file)) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct())
                            .as("times of the entries of %s", name)
                            .hasSize(1);
                    assertThat(jar.getManifest().getMainAttributes().keySet().stream()
                                    .map(Object::toString))
                            .as("manifest of %s", name)
                            .doesNotContain("Built-By", "Build-Time", "Build-Host", "Build-Jdk", "Bnd-LastModified");
                }
            }
        }
    }

    /** Every entry of a library's jar, but those, is in the jar beside ours, byte for byte; and nothing else is. */
    private static void requireSameBut(Path original, Predicate<String> taken) throws IOException {
        Map<String, Long> expected = entries(original);
        assertThat(expected.keySet()).as("nothing to take out of " + original).anyMatch(taken);
        expected.keySet().removeIf(taken);
        assertThat(entries(LIB.resolve(original.getFileName()))).isEqualTo(expected);
    }

    /** Files in it, with what their content sums up to. */
    private static Map<String, Long> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return Collections.list(zip.entries()).stream()
                    .filter(entry -> !entry.isDirectory())
                    .collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc, (one, other) -> one, TreeMap::new));
        }
    }

    /** The tests have the jars of the repository on their class path. */
    private static Path original(Class<?> type) throws URISyntaxException {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        assumeTrue(!jar.startsWith(LIB.toAbsolutePath()), "the class path of this test has no original of " + jar);
        return jar;
    }

    private static Set<String> besideJars(Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.endsWith(".jar") && name.matcher(file).matches())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return crc.getValue();
    }

    /** The files that the manifest names, without their folder. */
    private static List<String> classPath() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<String> names = new ArrayList<>();
            for (String each : classPath.split(" ")) {
                assertThat(each).startsWith("lib/");
                names.add(each.substring("lib/".length()));
            }
            return names;
        }
    }

    private static String artifact(String file) {
        Matcher name = FILE_OF_JAR.matcher(file);
        assertThat(name.matches()).as(file).isTrue();
        return name.group(1);
    }

    /** The first column of the first table of META-INF/NOTICE; each row has three. */
    private static Set<String> namedInNotice() throws IOException {
        List<String> lines;
        try (JarFile jar = new JarFile(JAR.toFile());
                InputStream notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
            lines = new String(notice.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .dropWhile(line -> !line.startsWith("Jar "))
                    .skip(1)
                    .takeWhile(line -> !line.isBlank())
                    .toList();
        }
        Set<String> named = new TreeSet<>();
        for (String line : lines) {
            String[] columns = line.split(" {2,}");
            assertThat(columns).as(line).hasSize(3);
            assertThat(named.add(columns[0]))
                    .as("a second row for " + columns[0])
                    .isTrue();
        }
        return named;
    }

    private static String text(Element parent, String child) {
        NodeList children = parent.getElementsByTagName(child);
        return children.getLength() == 0 ? "" : children.item(0).getTextContent();
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
