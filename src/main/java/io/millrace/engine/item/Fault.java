package io.millrace.engine.item;

/**
 * Why a part did not make it: a value, so that it can travel the same road as results.
 *
 * @param type the class users group by and retry by, such as {@code CorruptVideo}
 * @param stage the stage that found it; empty until the engine fills it in
 * @param message one sentence that names what is wrong, without the item's id
 * @param passing whether trying again later may help ({@code IoTransient}, {@code SinkUnavailable})
 */
public record Fault(String type, String stage, String message, boolean passing) {

    /** An item that does not come forward. */
    public static final String HUNG = "Hung";

    public static final String TOO_LARGE = "TooLarge";

    public static Fault of(String type, String message) {
        return new Fault(type, "", message, false);
    }

    public static Fault passing(String type, String message) {
        return new Fault(type, "", message, true);
    }

    /** The same fault, found in {@code stage} unless a stage is named already. */
    public Fault in(String stageName) {
        return stage.isEmpty() ? new Fault(type, stageName, message, passing) : this;
    }

    /** What an exception of a step means: its own fault if it carries one, else its class and message. */
    public static Fault from(Throwable thrown) {
        if (thrown instanceof FaultException carrier) {
            return carrier.fault();
        }
        String message = thrown.getMessage() == null ? "no message" : thrown.getMessage();
        return of(thrown.getClass().getSimpleName(), message.lines().findFirst().orElse(""));
    }
}
