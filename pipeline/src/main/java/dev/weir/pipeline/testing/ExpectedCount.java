package dev.weir.pipeline.testing;

/** How many events of a stream shall have a fate. */
record ExpectedCount(Place place, String stream, String fate, long count) {}
