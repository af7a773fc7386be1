package dev.weir.pipeline;

/** What was asked for has consequences that a person must choose first. Nothing was done. */
public final class ChoiceNeededException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RestoreEffects effects;

    ChoiceNeededException(RestoreEffects effects) {
        super("Restoring from " + effects.state() + " has to be chosen: say what becomes of the outputs.");
        this.effects = effects;
    }

    public RestoreEffects effects() {
        return effects;
    }
}
