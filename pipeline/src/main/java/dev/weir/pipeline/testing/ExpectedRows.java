package dev.weir.pipeline.testing;

import java.util.List;

/**
 * What shall have come out of one stream.
 *
 * @param stream as its table is called
 */
record ExpectedRows(Place place, String stream, List<ExpectedRow> rows) {

    ExpectedRows {
        rows = List.copyOf(rows);
    }
}
