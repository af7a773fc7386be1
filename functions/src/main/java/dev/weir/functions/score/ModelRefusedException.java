package dev.weir.functions.score;

/** A version of a model can't be used as its project declares it: mend the file or the declaration. */
public final class ModelRefusedException extends Exception {

    /** Which part of the declaration it is about. */
    public enum Reason {
        /** There is none. */
        MISSING("MODEL-001"),
        /** ONNX Runtime can't load it. */
        UNREADABLE("MODEL-002"),
        /** It doesn't take the inputs. */
        INPUTS("MODEL-003"),
        /** It doesn't give the scores. */
        SCORES("MODEL-004");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The code that the documentation lists. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;

    ModelRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ModelRefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
