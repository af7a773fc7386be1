package dev.weir.operate.fate;

import dev.weir.contract.Identity;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** By id: for each the newest event time that was not a repeat. */
final class IdMemory implements Memory {

    private final Identity.ById identity;
    private final long within;
    private final Map<ByteBuffer, Long> times = new HashMap<>();

    IdMemory(Identity.ById identity) {
        this.identity = identity;
        within = identity.within().toMillis();
    }

    @Override
    public Recall recall(Event event, long time, @Nullable Long oldest) {
        ByteBuffer id = event.identity(identity.fields());
        Long remembered = times.get(id);
        if (remembered != null && oldest != null && remembered < oldest) {
            remembered = null;
        }
        if (remembered != null && Math.abs(time - remembered) <= within) {
            return Recall.of(Answer.REPEAT);
        }
        if (remembered == null || time > remembered) {
            times.put(id, time);
        }
        return Recall.of(Answer.NEW);
    }

    @Override
    public void forget(long oldest) {
        times.values().removeIf(time -> time < oldest);
    }
}
