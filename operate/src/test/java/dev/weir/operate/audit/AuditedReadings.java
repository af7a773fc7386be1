package dev.weir.operate.audit;

import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.TestingStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A stream of twenty readings and the right ledger of a pipeline that has read them. */
abstract class AuditedReadings {

    /** Two events of each kind, by offset: 3 and 13 late, 5 and 15 duplicate, 7 and 17 dead. */
    static final int EVENTS = 20;

    final TestingPipeline pipeline = new TestingPipeline();
    final TestingStream stream = new TestingStream(pipeline.registry, TestingStream.BY_SEQUENCE);

    @BeforeEach
    void run() throws RegistryUnavailableException {
        pipeline.begin(stream);
        for (int offset = 0; offset < EVENTS; offset++) {
            pipeline.log.records("readings", 0).add(stream.record(offset, event(offset)));
        }
        pipeline.commit(stream, 6);
        pipeline.commit(stream, 10);
        pipeline.commit(stream, 20);
    }

    private static String event(int offset) {
        return switch (offset % 10) {
            case 3 -> "b " + offset + " @" + (offset - 1);
            case 5 -> "a " + (offset - 1) + " @" + (100 + offset - 1);
            case 7 -> "a " + offset + " @" + (100 + offset) + " value=-1";
            default -> "a " + offset + " @" + (100 + offset);
        };
    }

    List<String> findings(boolean deep) throws Exception {
        List<String> texts = new ArrayList<>();
        for (StreamReport report : pipeline.audit(deep).streams()) {
            report.findings()
                    .listed()
                    .forEach(finding -> texts.add(finding.kind() + " " + finding.position() + " " + finding.text()));
        }
        return texts;
    }
}
