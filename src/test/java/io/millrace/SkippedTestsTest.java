package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {

    @TempDir
    private Path folder;

    @Test
    void shouldNameEachTestThatWasSkippedWithTheReason() throws Exception {
        Path file = folder.resolve("target/skipped.txt");
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new SkippedTests(file))
                .build();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Some.class), selectClass(None.class))
                .configurationParameter("junit.jupiter.conditions.deactivate", "none")
                .build();

        LauncherFactory.create(alone).execute(request);

        assertThat(Files.readAllLines(file))
                .containsExactlyInAnyOrder(
                        "SkippedTestsTest$Some.needsADog: there is no dog",
                        "SkippedTestsTest$Some.hasCases [2] 2: needs an odd number",
                        "SkippedTestsTest$Some.isOff: it is under repair",
                        "SkippedTestsTest$None: there is no cat");
    }

    /** Run by the test above only: its name is none that Maven takes for that of a test. */
    static class Some {

        @Test
        void needsADog() {
            assumeTrue(false, "there is\nno dog");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void hasCases(int number) {
            assumeTrue(number % 2 == 1, "needs an odd number");
        }

        @Test
        @Disabled("it is under repair")
        void isOff() {}

        @Test
        void isDone() {}
    }

    static class None {

        @BeforeAll
        static void findCat() {
            assumeTrue(false, "there is no cat");
        }

        @Test
        void strokeCat() {}
    }
}
