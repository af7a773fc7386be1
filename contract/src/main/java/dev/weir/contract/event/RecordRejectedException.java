package dev.weir.contract.event;

/**
 * An event doesn't fit its contract. Don't retry: refuse it at the door, dead-letter it behind it.
 *
 * <p>The message names path, expectation and finding, never the payload. Built without a stack trace: it is an answer
 * about data, and may be frequent.
 */
public final class RecordRejectedException extends Exception {

    private final RejectCode code;
    private final String path;
    private final String expected;
    private final String found;

    /**
     * @param path the field, as {@code lines[2].price}; empty for the whole event
     * @param expected what the contract says, for instance {@code decimal(12,2)}
     * @param found what the event has, without its value where that may be private, for instance {@code a string}
     */
    public RecordRejectedException(RejectCode code, String path, String expected, String found) {
        super(
                code + ": " + (path.isEmpty() ? "the event" : "field '" + path + "'") + " expects " + expected
                        + " but found " + found,
                null,
                false,
                false);
        this.code = code;
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    public RejectCode code() {
        return code;
    }

    public String path() {
        return path;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
