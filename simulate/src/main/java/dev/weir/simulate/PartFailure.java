package dev.weir.simulate;

/**
 * A part that gave out before it was serviced.
 *
 * @param machine the machine's name
 * @param part which one
 * @param failedAtMillis when, by the true time, in milliseconds since 1970
 * @param mendedAtMillis when it was serviced then; after the plant's end if nobody did until then
 */
public record PartFailure(String machine, Part part, long failedAtMillis, long mendedAtMillis) {

    /** A line of NDJSON. */
    public String json() {
        return "{\"machine_id\":\"" + machine + "\",\"component\":\"" + part.text() + "\",\"failed_at\":"
                + failedAtMillis + ",\"mended_at\":" + mendedAtMillis + "}";
    }
}
