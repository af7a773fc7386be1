package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A row as a test wants it; columns that it leaves out may be anything.
 *
 * @param deletion whether, in a changelog, the row with these key columns ends
 */
record ExpectedRow(Place place, ObjectNode columns, boolean deletion) {}
