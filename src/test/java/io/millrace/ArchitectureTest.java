package io.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The floors of the house, from the ground up: a package uses floors below its own only, and never a sibling. Each
 * heavy library is known to the package it was chosen for and to no other.
 */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.millrace.";

    /** Where rows of tables are read and written; a table that one job alone reads is that job's. */
    private static final List<String> TABLES = List.of("data", "store.vectors", "jobs.landmarks.footage");

    private static final List<List<String>> FLOORS = List.of(
            List.of("text", "scratch", "machine"),
            List.of("config"),
            List.of("engine"),
            List.of("media", "show"),
            List.of("data", "doctor"),
            List.of("store"),
            List.of("jobs"),
            List.of("run"),
            List.of("cli"));

    /** Only around a run is there a process and a terminal: whoever embeds one has others. */
    private static final String[] PROCESS = {ROOT + "cli..", ROOT + "run.process.."};

    /** They look at what they stand in the place of. */
    private static final Set<String> PRINT = Set.of(
            "media.image.NativeSilence", // looks whether it is redirected
            "show.console.FullScreen");

    /** Package of a library, and who may know it. */
    private static final Map<String, List<String>> CONFINED = Map.ofEntries(
            Map.entry("com.lmax.disruptor", List.of("engine.flow")),
            Map.entry("reactor", List.of("engine.pipeline", "data.folder", "jobs")),
            Map.entry(
                    "org.bytedeco",
                    List.of("media", "jobs.clips")), // its one step turns and scales the frames of a clip
            Map.entry("net.openhft", List.of("engine.journal")),
            Map.entry("com.typesafe.config", List.of("config")),
            Map.entry("java.sql", TABLES),
            Map.entry("javax.sql", TABLES),
            Map.entry("org.duckdb", TABLES),
            Map.entry("com.zaxxer.hikari", TABLES),
            Map.entry("org.postgresql", TABLES),
            Map.entry("com.codahale.metrics", List.of("engine.metrics")),
            Map.entry("org.HdrHistogram", List.of("engine.metrics")),
            Map.entry("picocli", List.of("cli")),
            Map.entry("org.jline", List.of("show.console")),
            Map.entry("jnr.ffi", List.of("show.console")),
            Map.entry("ai.onnxruntime", List.of("media.onnx")));

    /** What asks for the locale of the user unless one is given: classes, and their methods and constructors. */
    private static final Map<String, Set<String>> LOCALISED = Map.ofEntries(
            Map.entry("java.lang.String", Set.of("format", "formatted", "toLowerCase", "toUpperCase")),
            Map.entry("java.io.PrintStream", Set.of("format", "printf")),
            Map.entry("java.io.PrintWriter", Set.of("format", "printf")),
            Map.entry("java.io.Console", Set.of("format", "printf")),
            Map.entry("java.util.Formatter", Set.of("<init>", "format")),
            Map.entry("java.util.Scanner", Set.of("<init>")),
            Map.entry("java.text.Collator", Set.of("getInstance")),
            Map.entry("java.text.DateFormat", Set.of("getDateInstance", "getDateTimeInstance", "getTimeInstance")),
            Map.entry("java.text.DecimalFormat", Set.of("<init>")),
            Map.entry("java.text.MessageFormat", Set.of("<init>", "format")),
            Map.entry(
                    "java.text.NumberFormat",
                    Set.of("getInstance", "getIntegerInstance", "getNumberInstance", "getPercentInstance")),
            Map.entry("java.text.SimpleDateFormat", Set.of("<init>")),
            Map.entry(
                    "java.time.format.DateTimeFormatter",
                    Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime")),
            Map.entry("java.time.format.DateTimeFormatterBuilder", Set.of("toFormatter")));

    @ArchTest
    static void shouldUseFloorsBelowOnlyAndNoSiblings(JavaClasses classes) {
        floors().check(classes);
    }

    @ArchTest
    static void shouldKnowTheFloorOfEveryPackage(JavaClasses classes) {
        ArchRuleDefinition.classes().should(standOnAFloor()).check(classes);
    }

    @ArchTest
    static void shouldHaveNoCycles(JavaClasses classes) {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(classes);
    }

    /** Of two classes that use one another neither can be read alone; nested ones belong to the one they are in. */
    @ArchTest
    static void shouldHaveNoCyclesOfClassesInCommandsAndRuns(JavaClasses classes) {
        slices().assignedFrom(eachClassOf("cli", "run"))
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @ArchTest
    static void shouldHaveNoDrawersForOddments(JavaClasses classes) {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..misc..")
                .check(classes);
    }

    /** What only one job uses lies with it, so what two jobs use lies below both. */
    @ArchTest
    static void shouldKeepJobsApart(JavaClasses classes) {
        slices().matching("io.millrace.jobs.(*)..")
                .should()
                .notDependOnEachOther()
                .check(classes);
    }

    @ArchTest
    static void shouldEndTheProcessAroundARunOnly(JavaClasses classes) {
        noClasses()
                .that(not(resideInAnyPackage(PROCESS)))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(classes);
    }

    @ArchTest
    static void shouldPrintAroundARunOnly(JavaClasses classes) {
        noClasses()
                .that(not(resideInAnyPackage(PROCESS)))
                .and(not(named(PRINT)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }

    /** Two classes of one name are told apart by a package that no sentence names. */
    @ArchTest
    static void shouldUseEachNameOnce(JavaClasses classes) {
        Map<String, List<JavaClass>> byName = classes.stream()
                .filter(one -> one.isTopLevelClass() && !one.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName));
        assertThat(byName.values()).allSatisfy(named -> assertThat(named).hasSize(1));
    }

    @ArchTest
    static void shouldConfineEachHeavyLibrary(JavaClasses classes) {
        new TreeMap<>(CONFINED)
                .forEach((library, homes) -> confined(library, homes).check(classes));
    }

    /** A file that is called otherwise in another country is another file, and a number is no number any more. */
    @ArchTest
    static void shouldSayTheSameInEveryLocale(JavaClasses classes) {
        noClasses().should().accessTargetWhere(takesTheLocaleOfTheUser()).check(classes);
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return DescribedPredicate.describe(
                "of " + names, one -> names.contains(one.getName().substring(ROOT.length())));
    }

    private static DescribedPredicate<JavaAccess<?>> takesTheLocaleOfTheUser() {
        return new DescribedPredicate<>("a way to format without a locale") {
            @Override
            public boolean test(JavaAccess<?> access) {
                return access.getTarget() instanceof CodeUnitAccessTarget target
                        && LOCALISED
                                .getOrDefault(target.getOwner().getName(), Set.of())
                                .contains(target.getName())
                        && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Locale.class));
            }
        };
    }

    private static SliceAssignment eachClassOf(String... packages) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass one) {
                return Arrays.stream(packages).anyMatch(name -> in(one, ROOT + name))
                        ? SliceIdentifier.of(one.getName().replaceFirst("\\$.*", ""))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "each class of " + List.of(packages);
            }
        };
    }

    private static ArchRule confined(String library, List<String> homes) {
        String[] packages = homes.stream().map(home -> ROOT + home + "..").toArray(String[]::new);
        return noClasses()
                .that(not(resideInAnyPackage(packages)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .as("only " + homes + " may know " + library)
                .allowEmptyShould(true);
    }

    private static ArchRule floors() {
        var layers = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (List<String> floor : FLOORS) {
            for (String name : floor) {
                layers = layers.layer(name).definedBy(ROOT + name + "..");
            }
        }
        for (int height = 0; height < FLOORS.size(); height++) {
            String[] above = FLOORS.subList(height + 1, FLOORS.size()).stream()
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            for (String name : FLOORS.get(height)) {
                layers = above.length == 0
                        ? layers.whereLayer(name).mayNotBeAccessedByAnyLayer()
                        : layers.whereLayer(name).mayOnlyBeAccessedByLayers(above);
            }
        }
        return layers;
    }

    private static ArchCondition<JavaClass> standOnAFloor() {
        return new ArchCondition<>("stand on a floor") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                boolean known = FLOORS.stream().flatMap(List::stream).anyMatch(name -> in(one, ROOT + name));
                events.add(
                        new SimpleConditionEvent(one, known, one.getName() + " is in no package of the architecture"));
            }
        };
    }

    private static boolean in(JavaClass one, String packageName) {
        return one.getPackageName().equals(packageName) || one.getPackageName().startsWith(packageName + ".");
    }
}
