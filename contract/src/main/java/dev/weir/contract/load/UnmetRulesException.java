package dev.weir.contract.load;

/** No event of a stream could be made up by chance that its contract takes: take real ones instead. */
public final class UnmetRulesException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String stream;

    UnmetRulesException(String stream, String why) {
        super(why);
        this.stream = stream;
    }

    public String stream() {
        return stream;
    }
}
