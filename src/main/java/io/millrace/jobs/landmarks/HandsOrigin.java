package io.millrace.jobs.landmarks;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the hands of a run came from, as its results tell it.
 *
 * @param handedness which hand is called which
 * @param mode how frames were looked at, such as {@code static}
 * @param models names of the models by what they do, such as {@code palm}, in that order; no paths
 */
record HandsOrigin(Handedness handedness, String mode, Map<String, String> models) {

    public HandsOrigin {
        models = Collections.unmodifiableMap(new TreeMap<>(models));
    }
}
