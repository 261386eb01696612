package io.millrace.media.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class LeaseSharingTest {

    @Test
    void shouldBringMemoryHomeWhenTheLastOwnerClosesWhoeverThatIs() {
        try (BufferPool pool = new BufferPool(0)) {
            Lease first = pool.lease(3);
            first.buffer().put(new byte[] {1, 2, 3});
            Lease second = first.share();

            first.close();
            assertThat(pool.leases()).isEqualTo(1);
            assertThat(second.buffer().get(2)).isEqualTo((byte) 3);

            second.close();
            assertThat(pool.leases()).isZero();
            assertThat(pool.leasedBytes()).isZero();
        }
    }

    @Test
    void shouldRefuseWhenOneOwnerClosesTwiceAlthoughAnotherStillHolds() {
        try (BufferPool pool = new BufferPool(0)) {
            Lease first = pool.lease(3);
            Lease second = first.share();
            first.close();

            assertThatIllegalStateException().isThrownBy(first::close);
            assertThatIllegalStateException().isThrownBy(first::share);
            assertThatIllegalStateException().isThrownBy(first::buffer);
            assertThat(second.size()).isEqualTo(3);
            second.close();
        }
    }
}
