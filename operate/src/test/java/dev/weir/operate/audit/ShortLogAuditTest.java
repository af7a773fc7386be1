package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the log no longer has can't be counted again, and what it still has is. */
class ShortLogAuditTest extends AuditedReadings {

    @Test
    void whatTheLogNoLongerHasIsNotRecountable() throws Exception {
        pipeline.log.startAt("readings", 8);

        AuditReport report = pipeline.audit(true);

        assertThat(findings(true)).isEmpty();
        assertThat(report.streams().get(0).partitions()).singleElement().satisfies(partition -> {
            assertThat(partition.notRecountable()).isEqualTo("offsets 0 to 7 are no longer in the log");
            assertThat(partition.notRecomputable()).isEqualTo("offsets 0 to 7 are no longer in the log");
        });
    }

    @Test
    void whatTheLogStillHasIsRecounted() throws Exception {
        pipeline.log.startAt("readings", 8);
        pipeline.log.records("readings", 0).remove(0);
        pipeline.log.records("readings", 0).remove(2);

        assertThat(findings(false))
                .containsExactly(
                        "RECOUNT readings-0@10..19 the ledger counts 10 records, the log has 9; it has none at 11");
    }

    @Test
    void compactedTopicIsNotRecountable() throws Exception {
        pipeline.log.compact("readings");
        pipeline.log.records("readings", 0).remove(0);

        assertThat(findings(true)).isEmpty();
        assertThat(pipeline.audit(false).streams().get(0).partitions().get(0).notRecountable())
                .isEqualTo("the topic is compacted");
    }

    @Test
    void topicThatIsGoneIsNotRecountable() throws Exception {
        pipeline.log.delete("readings");

        assertThat(findings(true)).isEmpty();
        assertThat(pipeline.audit(true).streams().get(0).partitions().get(0).notRecomputable())
                .isEqualTo("the topic or this partition is gone");
    }
}
