package io.millrace.run;

import io.millrace.engine.metrics.Status;
import io.millrace.show.Format;
import io.millrace.show.console.Controls;
import io.millrace.show.console.StatusJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Answers what another process asks of this one's run, a line of words with a line of JSON
 * ({@code src/docs/control.md}):
 *
 * <pre>
 * status                      {"ok":true,"status":{...}}
 * pause                       {"ok":true,"message":"..."}
 * continue | drain | stop
 * scale decode=6,infer=2      {"ok":false,"message":"why not"}
 * </pre>
 */
record ControlAnswers(Supplier<Status> status, Controls controls) implements UnaryOperator<String> {

    private static final String STOPS = "it stops now";

    @Override
    public String apply(String line) {
        String[] words = line.strip().split("\\s+", 2);
        try {
            return words[0].equals("status")
                    ? "{\"ok\":true,\"status\":" + StatusJson.text(status.get()) + "}"
                    : ControlAnswer.text(true, done(words[0], words.length > 1 ? words[1] : ""));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return ControlAnswer.text(false, e.getMessage());
        }
    }

    private String done(String verb, String rest) {
        return switch (verb) {
            case "pause" -> pause();
            case "continue" -> said("items are taken again", controls::resume);
            case "drain" -> drain();
            case "stop" -> said(STOPS, controls::stop);
            case "scale" -> scale(rest);
            default -> throw new IllegalArgumentException("'" + verb + "' is nothing that a run can be asked");
        };
    }

    private static String said(String sentence, Runnable of) {
        of.run();
        return sentence;
    }

    private String pause() {
        if (status.get().state() != Status.State.RUNNING) {
            throw new IllegalStateException("it comes to its end: there is nothing to pause");
        }
        return said("no new items are taken; bin/run continue goes on", controls::pause);
    }

    private String drain() {
        controls.drain();
        return status.get().state() == Status.State.STOPPING
                ? STOPS
                : "finishing " + Format.count(status.get().inFlight(), "item") + " in flight, then it ends";
    }

    /** Each stage for itself: one that cannot be changed does not keep the others from it. */
    private String scale(String rest) {
        List<String> said = new ArrayList<>();
        boolean refused = false;
        for (Map.Entry<String, Integer> entry : wanted(rest).entrySet()) {
            try {
                said.add(controls.scale(entry.getKey(), entry.getValue()));
            } catch (IllegalArgumentException e) {
                said.add(e.getMessage());
                refused = true;
            }
        }
        String all = String.join("; ", said);
        if (refused) {
            throw new IllegalArgumentException(all);
        }
        return all;
    }

    private static Map<String, Integer> wanted(String rest) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (String entry : rest.split(",", -1)) {
            String[] sides = entry.split("=", -1);
            if (sides.length != 2 || sides[0].isBlank() || !sides[1].strip().matches("[0-9]{1,4}")) {
                throw new IllegalArgumentException(
                        "scale takes stages and their workers, like decode=6,infer=2; not '" + entry + "'");
            }
            wanted.put(sides[0].strip(), Integer.valueOf(sides[1].strip()));
        }
        return wanted;
    }
}
