package io.millrace.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.media.onnx.TinyOnnx.Proto;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No file with weights escapes us by the way in which the model is written: the runtime would read it wherever it is.
 */
class OnnxFormatTest {

    private static final Proto KEY_FIRST = entry().field(1, "location").field(2, "../w");
    private static final Proto VALUE_FIRST = entry().field(2, "../w").field(1, "location");
    private static final Proto TOLD_TWICE =
            entry().field(1, "offset").field(2, "w").field(2, "../w").field(1, "location");

    @Test
    void shouldFindTheWeightsInWhateverOrderTheFieldsCome() throws Exception {
        for (Proto entry : new Proto[] {KEY_FIRST, VALUE_FIRST, TOLD_TWICE}) {
            Proto tensor = new Proto().field(13, entry);
            assertThat(locations(new Proto().field(7, new Proto().field(5, tensor))))
                    .containsExactly("../w");
        }
    }

    @Test
    void shouldFindTheWeightsThatAFunctionTakesByDefault() throws Exception {
        Proto tensor = new Proto().field(13, KEY_FIRST);
        Proto function = new Proto().field(11, new Proto().field(5, tensor));
        assertThat(locations(new Proto().field(7, new Proto()).field(25, function)))
                .containsExactly("../w");
    }

    /** Protobuf forgets the upper bits of such a number, and reads the field of the lower ones. */
    @Test
    void shouldRefuseNumbersOfFieldsThatAreNone() {
        int graph = 7;
        Proto model = new Proto().field(graph, new Proto()).field(graph | 1 << 29, new Proto());
        assertThatThrownBy(() -> locations(model)).isInstanceOf(OnnxFormat.Broken.class);
    }

    private static Proto entry() {
        return new Proto();
    }

    private static Set<String> locations(Proto model) throws OnnxFormat.Broken {
        Set<String> locations = new TreeSet<>();
        new OnnxFormat(locations).read(ByteBuffer.wrap(model.bytes()));
        return locations;
    }
}
