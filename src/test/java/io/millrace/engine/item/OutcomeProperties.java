package io.millrace.engine.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Parts merge in any grouping to the same outcome, the worst wins and its first reason stays. */
class OutcomeProperties {

    @Property
    void shouldBeAssociative(
            @ForAll("outcomes") Outcome a, @ForAll("outcomes") Outcome b, @ForAll("outcomes") Outcome c) {
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    }

    @Property
    void shouldHaveEmptyAsItsNeutralElement(@ForAll("outcomes") Outcome a) {
        assertThat(Outcome.EMPTY.merge(a)).isEqualTo(a);
        assertThat(a.merge(Outcome.EMPTY)).isEqualTo(a);
    }

    @Property
    void shouldLetTheWorstWinAndKeepEverythingMade(@ForAll("outcomes") Outcome a, @ForAll("outcomes") Outcome b) {
        Outcome merged = a.merge(b);
        boolean first = a.status().compareTo(b.status()) >= 0;
        assertThat(merged.status()).isEqualTo(first ? a.status() : b.status());
        List<Artifact> all = new ArrayList<>(a.artifacts());
        all.addAll(b.artifacts());
        assertThat(merged.artifacts()).isEqualTo(all);
        if (a.status() != b.status()) {
            assertThat(merged.fault()).isEqualTo(first ? a.fault() : b.fault());
        } else {
            assertThat(merged.fault()).isEqualTo(a.fault() == null ? b.fault() : a.fault());
        }
    }

    @Property
    void shouldBeTotal(@ForAll Outcome.Status a, @ForAll Outcome.Status b) {
        Outcome merged = new Outcome(a, null, List.of()).merge(new Outcome(b, null, List.of()));
        assertThat(merged.status().ok()).isEqualTo(a.ok() && b.ok());
    }

    @Provide
    Arbitrary<Outcome> outcomes() {
        Arbitrary<Fault> faults = Arbitraries.of("A", "B", "C").map(type -> Fault.of(type, "is bad"));
        Arbitrary<List<Artifact>> artifacts = Arbitraries.of("a", "b", "c")
                .map(path -> new Artifact(path, 1, 2))
                .list()
                .ofMaxSize(2);
        return Combinators.combine(Arbitraries.of(Outcome.Status.class), faults, artifacts)
                .as((status, fault, made) -> new Outcome(status, status.ok() ? null : fault, made));
    }
}
