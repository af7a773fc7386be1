package dev.weir.simulate;

import java.util.Locale;

/** A part of a machine that wears, and is serviced. */
public enum Part {
    BEARING,
    LUBRICATION,
    FILTER;

    /** As technicians write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
