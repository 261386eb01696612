package io.millrace.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests say of the end of a run. */
public final class Endings {

    private Endings() {}

    /** It came to its end like this, without a failure, and every worker ended in time. */
    public static void assertWell(Ending ending, Ending.How how) {
        assertThat(ending.how()).isEqualTo(how);
        assertThat(ending.failure()).isNull();
        assertThat(ending.stuck()).isEmpty();
    }
}
