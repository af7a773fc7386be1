package dev.weir.simulate;

import dev.weir.simulate.LogChange.Kind;
import dev.weir.simulate.Noise.About;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What technicians write until the plant's end. They enter a service up to a tenth of a part's life later, dated back; some of it wrongly,
 * which is mended later, and some that never was, which is withdrawn.
 */
public final class MaintenanceLog {

    private static final double LATEST_ENTRY = 0.1;
    private static final double SECOND_LOOK = 0.02;
    private static final double WRONG = 0.1;
    private static final double MISTAKEN = 0.05;
    private static final long ENTRIES_A_SECOND = 1_000_000;

    private final List<LogChange> changes = new ArrayList<>();

    public MaintenanceLog(Plant plant) {
        PlantConfig config = plant.config();
        Noise noise = plant.noise();
        long life = config.life().toMillis();
        long entry = config.startMillis() / 1000 * ENTRIES_A_SECOND;
        for (int machine = 0; machine < config.machines(); machine++) {
            for (Part part : Part.values()) {
                for (long doneAt : plant.upkeep().services(machine, part)) {
                    double late = noise.of(About.ENTERED_AFTER, entry, 0);
                    long enteredAt = doneAt + (long) (late * late * LATEST_ENTRY * life);
                    double fate = noise.of(About.ENTRY_FATE, entry, 0);
                    long off = (long) (noise.of(About.ENTRY_ERROR, entry, 0) * LATEST_ENTRY * life);
                    String name = Plant.machineName(machine);
                    if (fate < WRONG) {
                        add(new LogChange(enteredAt, Kind.ENTERED, entry, name, part, doneAt - off));
                        add(new LogChange(
                                enteredAt + (long) (SECOND_LOOK * life), Kind.CORRECTED, entry, name, part, doneAt));
                    } else {
                        add(new LogChange(enteredAt, Kind.ENTERED, entry, name, part, doneAt));
                    }
                    entry++;
                    if (fate > 1 - MISTAKEN) {
                        add(new LogChange(enteredAt, Kind.ENTERED, entry, name, part, doneAt - off));
                        add(new LogChange(
                                enteredAt + (long) (SECOND_LOOK * life),
                                Kind.WITHDRAWN,
                                entry,
                                name,
                                part,
                                doneAt - off));
                        entry++;
                    }
                }
            }
        }
        changes.removeIf(change -> change.atMillis() > config.endMillis());
        changes.sort(Comparator.comparingLong(LogChange::atMillis).thenComparingLong(LogChange::entry));
    }

    private void add(LogChange change) {
        changes.add(change);
    }

    /** In the order in which they are made; those from before the plant's start, too. */
    public List<LogChange> changes() {
        return List.copyOf(changes);
    }
}
