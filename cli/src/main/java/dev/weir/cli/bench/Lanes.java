package dev.weir.cli.bench;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.load.LoadEvent;
import dev.weir.contract.load.Replay;
import dev.weir.contract.load.SampleEvents;
import dev.weir.contract.load.UnmetRulesException;
import dev.weir.contract.publish.PublishedContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the streams that a pipeline reads share a load.
 *
 * @param shares by stream, as a person has chosen; of the others, streams of events share alike, and streams that hold state get
 *     a hundredth of that
 * @param keys by stream, as a person has chosen
 * @param usualKeys of streams of events, and of those that are joined with them by a column of that name
 */
public record Lanes(Map<String, Double> shares, Map<String, Integer> keys, int usualKeys) {

    /** A table of its own is small. */
    private static final int FEW_KEYS = 10;

    private static final int ENOUGH_EVENTS = 20_000;
    private static final double SHARE_OF_STATE = 0.01;

    /** Lanes of events that are made up. */
    public List<Lane> generated(Collection<PublishedContract> streams, long seed)
            throws UnmetRulesException, RecordRejectedException {
        Instant now = Instant.now();
        List<Lane> lanes = new ArrayList<>();
        for (PublishedContract stream : streams) {
            StreamContract contract = stream.contract();
            int count = keys(contract, streams);
            int rounds = contract.mode() == Mode.APPEND ? Math.max(1, ENOUGH_EVENTS / count) : 1;
            List<LoadEvent> events =
                    new SampleEvents(contract, stream.schemaId(), count, keyColumns(streams), seed, now).rounds(rounds);
            lanes.add(new Lane(contract, share(contract, 1), new Replay(contract, stream.schemaId(), events)));
        }
        return Lane.normalised(lanes);
    }

    /** Lanes of events that were captured, those of streams of events in the proportion of their rates then. */
    public List<Lane> captured(Collection<PublishedContract> streams, Map<String, Captured> captured)
            throws RecordRejectedException {
        double rates = streams.stream()
                .filter(stream -> stream.contract().mode() == Mode.APPEND)
                .map(stream -> captured.get(stream.contract().name()))
                .mapToDouble(events -> events == null ? 0 : events.perSecond())
                .sum();
        List<Lane> lanes = new ArrayList<>();
        for (PublishedContract stream : streams) {
            StreamContract contract = stream.contract();
            Captured events = captured.get(contract.name());
            if (events != null) {
                double share = share(contract, rates > 0 ? events.perSecond() / rates : 1);
                lanes.add(new Lane(contract, share, new Replay(contract, stream.schemaId(), events.events())));
            }
        }
        return Lane.normalised(lanes);
    }

    private double share(StreamContract contract, double usual) {
        Double chosen = shares.get(contract.name());
        return chosen != null ? chosen : contract.mode() == Mode.APPEND ? usual : SHARE_OF_STATE;
    }

    private int keys(StreamContract contract, Collection<PublishedContract> streams) {
        Integer chosen = keys.get(contract.name());
        if (chosen != null) {
            return chosen;
        }
        return contract.mode() == Mode.APPEND || isJoined(contract, streams) ? usualKeys : FEW_KEYS;
    }

    private static boolean isJoined(StreamContract state, Collection<PublishedContract> streams) {
        Set<String> columns = new HashSet<>();
        for (PublishedContract stream : streams) {
            if (stream.contract().mode() == Mode.APPEND) {
                stream.contract().schema().fields().fields().stream()
                        .map(Field::name)
                        .forEach(columns::add);
            }
        }
        return state.key().stream().anyMatch(columns::contains);
    }

    private static Set<String> keyColumns(Collection<PublishedContract> streams) {
        Set<String> columns = new HashSet<>();
        streams.forEach(stream -> columns.addAll(stream.contract().key()));
        return columns;
    }
}
