package dev.weir.functions.asof;

import static dev.weir.functions.asof.AsOfBench.DAY;
import static dev.weir.functions.asof.AsOfBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.functions.asof.AsOfBench.Given;
import dev.weir.functions.asof.LogOracle.Change;
import dev.weir.functions.asof.LogOracle.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AsOfTest {

    private static final long T0 = 20_000 * DAY;

    private final AsOfBench machine = new AsOfBench(40 * DAY, 30 * DAY);

    private static Change done(int id, String component, long time, long known) {
        return new Change("" + id, component, time, "", known);
    }

    private static Change withdrawn(int id, long known) {
        return new Change("" + id, "", null, "", known);
    }

    private static TreeSet<Long> ends(List<Given> given) {
        TreeSet<Long> ends = new TreeSet<>();
        given.forEach(window -> ends.add(window.end()));
        return ends;
    }

    @Test
    void aWindowIsGivenAtOnceThoughTheLogIsSilent() throws Exception {
        Given given = machine.window("s", T0, 7).get(0);

        assertThat(given.said().parts()).isEmpty();
        assertThat(given.said().known()).isNull();
        assertThat(given.readings()).isEqualTo(7);
        assertThat(given.revision()).isEqualTo(1);
    }

    @Test
    void allComponentsServicedAtOneInstantAreKept() throws Exception {
        machine.log(done(1, "bearing", T0 - MINUTE, 1));
        machine.log(done(2, "belt", T0 - MINUTE, 2));
        machine.log(done(3, "bearing", T0 - MINUTE, 3));

        Given given = machine.window("s", T0, 1).get(0);

        assertThat(given.said().parts())
                .isEqualTo(new TreeMap<>(Map.of("bearing", new Part("3 ", 2), "belt", new Part("2 ", 1))));
    }

    @Test
    void whatIsDoneAtTheVeryEndDoesntCount() throws Exception {
        machine.log(done(1, "bearing", T0, 1));

        assertThat(machine.window("s", T0, 1).get(0).said().parts()).isEmpty();
        assertThat(machine.window("s", T0 + 1, 1).get(0).said().parts()).containsKey("bearing");
    }

    @Test
    void whatWasDoneMoreThanThirtyDaysBeforeIsTheNewestYetDoesntCount() throws Exception {
        machine.log(done(1, "bearing", T0 - 30 * DAY - 1, 1));
        machine.log(done(2, "belt", T0 - 30 * DAY, 1));

        assertThat(machine.window("s", T0, 1).get(0).said().parts())
                .isEqualTo(new TreeMap<>(Map.of("bearing", new Part("1 ", 0), "belt", new Part("2 ", 1))));
    }

    @Test
    void aBackDatedEntryGivesExactlyTheWindowsThatItChangesAgain() throws Exception {
        AsOfBench uncounted = new AsOfBench(40 * DAY, -1);
        uncounted.log(done(1, "bearing", T0 - DAY, 10));
        uncounted.log(done(2, "bearing", T0 + 3 * DAY, 20));
        for (long end = T0; end < T0 + 10 * DAY; end += 10 * MINUTE) {
            uncounted.window("s", end, 1);
        }

        List<Given> again = uncounted.log(done(3, "bearing", T0 + 2 * DAY, 30));

        TreeSet<Long> expected = new TreeSet<>();
        for (long end = T0 + 2 * DAY + 10 * MINUTE; end <= T0 + 3 * DAY; end += 10 * MINUTE) {
            expected.add(end);
        }
        assertThat(expected).hasSize(144);
        assertThat(ends(again)).isEqualTo(expected);
        assertThat(again).hasSize(144).allSatisfy(window -> {
            assertThat(window.revision()).isEqualTo(2);
            assertThat(window.said().known()).isEqualTo(30);
            assertThat(window.said().parts().get("bearing").newest()).isEqualTo("3 ");
        });
        assertThat(uncounted.log(done(4, "bearing", T0 - 2 * DAY, 40))).isEmpty();
    }

    @Test
    void aWithdrawnEntryGivesItsWindowsTheOneBefore() throws Exception {
        machine.log(done(1, "bearing", T0 - 2 * DAY, 10));
        machine.log(done(2, "bearing", T0 - DAY, 20));
        machine.window("s", T0 - DAY, 1);
        machine.window("s", T0, 1);

        List<Given> again = machine.log(withdrawn(2, 30));

        assertThat(again).hasSize(1);
        assertThat(again.get(0).end()).isEqualTo(T0);
        assertThat(again.get(0).said().parts()).isEqualTo(new TreeMap<>(Map.of("bearing", new Part("1 ", 1))));
        assertThat(again.get(0).said().known()).isEqualTo(30);
    }

    @Test
    void aMovedEntryGivesTheWindowsOfBothPlacesOnce() throws Exception {
        AsOfBench uncounted = new AsOfBench(40 * DAY, -1);
        uncounted.log(done(1, "bearing", T0 + 15 * MINUTE, 10));
        for (int i = 1; i <= 5; i++) {
            uncounted.window("s", T0 + i * 10 * MINUTE, 1);
        }

        List<Given> again = uncounted.log(done(1, "belt", T0 + 35 * MINUTE, 20));

        assertThat(again)
                .extracting(Given::end)
                .containsExactly(T0 + 20 * MINUTE, T0 + 30 * MINUTE, T0 + 40 * MINUTE, T0 + 50 * MINUTE);
    }

    @Test
    void whatTheLogSaysTwiceChangesNothing() throws Exception {
        machine.log(done(1, "bearing", T0 - MINUTE, 10));
        machine.window("s", T0, 1);

        assertThat(machine.log(done(1, "bearing", T0 - MINUTE, 20))).isEmpty();
        assertThat(machine.log(withdrawn(99, 30))).isEmpty();
        assertThat(machine.window("s", T0, 2).get(0).said().known()).isEqualTo(10);
    }

    @Test
    void aLateWindowFindsWhatWasTrueAtItsEnd() throws Exception {
        machine.log(done(1, "bearing", T0 - 2 * DAY, 10));
        machine.log(done(2, "bearing", T0, 20));
        machine.window("s", T0 + DAY, 1);

        Given late = machine.window("s", T0 - DAY, 3).get(0);
        Given corrected = machine.window("s", T0 - DAY, 4).get(0);

        assertThat(late.said().parts().get("bearing").newest()).isEqualTo("1 ");
        assertThat(late.said().known()).isEqualTo(10);
        assertThat(List.of(late.revision(), corrected.revision())).containsExactly(1L, 2L);
        assertThat(machine.log(withdrawn(1, 30))).extracting(Given::readings).containsExactlyInAnyOrder(4L, 1L);
    }

    @Test
    void whatIsBehindTheHorizonIsForgotten() throws Exception {
        AsOfBench short_ = new AsOfBench(2 * DAY, -1);
        int most = 0;
        for (long end = T0; end < T0 + 20 * DAY; end += 10 * MINUTE) {
            short_.window("s", end, 1);
            most = Math.max(most, short_.kept.getMap().size());
        }

        List<Given> again = short_.log(done(1, "bearing", T0, 1));

        assertThat(most).isLessThanOrEqualTo(2 * 144 + 1);
        assertThat(again).hasSize(2 * 144 + 1);
        assertThat(ends(again).first()).isEqualTo(T0 + 18 * DAY - 10 * MINUTE);
        assertThat(short_.window("s", T0, 1).get(0).revision()).isEqualTo(1);
        assertThat(short_.log(withdrawn(1, 2))).hasSize(2 * 144 + 1);
    }

    @Test
    void givesWhatPlainLoopsSayInWhateverOrderWindowsAndLogCome() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Change> log = log(random);
            long countedFor = random.nextBoolean() ? -1 : random.nextInt(200) * MINUTE;
            Map<String, Given> first = run(log, countedFor, new Random(seed + 1_000), seed);
            Map<String, Given> second = run(log, countedFor, new Random(seed + 2_000), seed);
            first.replaceAll((key, given) -> withoutRevision(given));
            second.replaceAll((key, given) -> withoutRevision(given));
            assertThat(second).as("seed %d", seed).isEqualTo(first);
        }
    }

    private static Given withoutRevision(Given given) {
        return new Given(given.key(), given.end(), given.readings(), given.said(), 0);
    }

    /** Entries are new, mended, moved, withdrawn and repeated. */
    private static List<Change> log(Random random) {
        List<Change> log = new ArrayList<>();
        for (int known = 1; known <= 40; known++) {
            String id = "" + random.nextInt(12);
            boolean withdrawn = random.nextInt(4) == 0;
            log.add(new Change(
                    id,
                    withdrawn ? "" : "c" + random.nextInt(3),
                    withdrawn ? null : T0 + random.nextInt(30) * 10 * MINUTE,
                    withdrawn ? "" : "n" + random.nextInt(2),
                    known));
        }
        return log;
    }

    /** The newest of each window; each step is checked. */
    private static Map<String, Given> run(List<Change> log, long countedFor, Random order, int seed) throws Exception {
        AsOfBench machine = new AsOfBench(40 * DAY, countedFor);
        LogOracle oracle = new LogOracle();
        Map<String, Given> newest = new HashMap<>();
        List<Integer> windows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            windows.add(i % 35);
        }
        Collections.shuffle(windows, new Random(seed));
        int change = 0;
        int window = 0;
        while (change < log.size() || window < windows.size()) {
            if (window == windows.size() || change < log.size() && order.nextBoolean()) {
                Map<String, LogOracle.Said> before = said(newest, oracle, countedFor);
                oracle.take(log.get(change));
                Map<String, LogOracle.Said> after = said(newest, oracle, countedFor);
                after.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
                Map<String, LogOracle.Said> again = new HashMap<>();
                for (Given given : machine.log(log.get(change++))) {
                    assertThat(again.put(name(given), given.said())).isNull();
                    assertThat(given.revision())
                            .isEqualTo(newest.put(name(given), given).revision() + 1);
                }
                assertThat(again).as("seed %d, change %d", seed, change).isEqualTo(after);
            } else {
                long end = T0 + windows.get(window++) * 10 * MINUTE;
                for (Given given : machine.window("s" + end % 3, end, window)) {
                    assertThat(given.said()).isEqualTo(oracle.before(end, countedFor));
                    newest.put(name(given), given);
                }
            }
        }
        return newest;
    }

    private static String name(Given given) {
        return given.key() + "@" + given.end();
    }

    private static Map<String, LogOracle.Said> said(Map<String, Given> windows, LogOracle oracle, long countedFor) {
        Map<String, LogOracle.Said> said = new HashMap<>();
        windows.forEach((name, given) -> said.put(name, oracle.before(given.end(), countedFor)));
        return said;
    }
}
