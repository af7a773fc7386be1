package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.pipeline.observe.CheckpointAge;
import dev.weir.pipeline.observe.Fates;
import dev.weir.pipeline.observe.Latency;
import dev.weir.pipeline.observe.Observation;
import dev.weir.pipeline.observe.PipelineObservation;
import dev.weir.pipeline.observe.ReadStream;
import dev.weir.pipeline.observe.WrittenStream;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import dev.weir.stack.ServerStatus.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that {@code weir status} shows of one moment.
 *
 * @param servers those of the local stack
 * @param seen the pipelines
 * @param notes what the supervisor says, by server or pipeline
 * @param sources what is captured from databases
 * @param shortage what a person should know of the disk; null while there is room
 */
record StatusReport(
        List<ServerStatus> servers,
        Observation seen,
        Map<String, String> notes,
        Table sources,
        @Nullable String shortage) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEAD_STREAM = "$dead";

    /** {@link ExitCode#UNREACHABLE} if a server that was started doesn't answer, so that something isn't known. */
    int exitCode() {
        Set<String> names = Stream.of(ServerName.values()).map(ServerName::id).collect(Collectors.toSet());
        boolean down = servers.stream()
                .filter(server -> names.contains(server.name())) // Others may end by themselves.
                .anyMatch(server -> server.state() == State.DEAD || server.state() == State.NOT_READY);
        return down || (isAnyUp() && !seen.unreachable().isEmpty()) ? ExitCode.UNREACHABLE : ExitCode.FINE;
    }

    private boolean isAnyUp() {
        return servers.stream().anyMatch(server -> server.state() != State.STOPPED);
    }

    /** Tables below each other, and at last what can't be known and why; ends with a line break. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Table table : tables().values()) {
            if (!table.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n").append(table.text());
            }
        }
        if (shortage != null) {
            text.append("\n! ").append(shortage).append('\n');
        }
        if (isAnyUp() && !seen.unreachable().isEmpty()) {
            text.append('\n');
            seen.unreachable()
                    .values()
                    .forEach(why -> text.append("! ").append(why).append('\n'));
        }
        return text.toString();
    }

    /** One object, in one line. */
    String json() {
        try {
            ObjectNode all = JSON.createObjectNode();
            for (Map.Entry<String, Table> table : tables().entrySet()) {
                all.set(table.getKey(), JSON.readTree(table.getValue().json()));
            }
            all.put("at", seen.at().toString());
            all.put("memory_bytes", memory());
            all.put("shortage", shortage);
            all.set("unreachable", JSON.valueToTree(seen.unreachable()));
            return all.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table writes JSON", e);
        }
    }

    private Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("servers", serverTable());
        tables.put("pipelines", pipelineTable());
        tables.put("sources", sources);
        tables.put("streams", streamTable());
        tables.put("outputs", outputTable());
        tables.put("dead_letters", deadLetterTable());
        return tables;
    }

    long memory() {
        return servers.stream()
                .mapToLong(server -> server.residentBytes().orElse(0))
                .sum();
    }

    private Table serverTable() {
        Table table = new Table("server", "state", "pid", "address", "memory bytes", "uptime seconds", "note");
        for (ServerStatus server : servers) {
            table.add(
                    server.name(),
                    words(server.state()),
                    server.pid().isPresent() ? server.pid().getAsLong() : null,
                    server.address().isEmpty() ? null : server.address(),
                    server.residentBytes().isPresent() ? server.residentBytes().getAsLong() : null,
                    seconds(server.uptime().orElse(null)),
                    notes.get(server.name()));
        }
        return table.hideUnlessKnown("note");
    }

    private Table pipelineTable() {
        Table table = new Table(
                "pipeline",
                "wanted",
                "state",
                "job",
                "in per second",
                "out per second",
                "restarts",
                "checkpoint age seconds",
                "checkpoint took seconds",
                "checkpoint bytes",
                "fork",
                "note");
        for (PipelineObservation pipeline : seen.pipelines()) {
            CheckpointAge checkpoint = pipeline.checkpoint();
            table.add(
                    pipeline.pipeline(),
                    words(pipeline.status().record().state()),
                    pipeline.status().actual() == null
                            ? "absent"
                            : words(pipeline.status().actual()),
                    pipeline.status().record().jobId(),
                    pipeline.job() == null ? null : in(pipeline),
                    pipeline.job() == null ? null : out(pipeline),
                    pipeline.job() == null ? null : pipeline.job().restarts(),
                    checkpoint == null ? null : seconds(checkpoint.age()),
                    checkpoint == null ? null : seconds(checkpoint.duration()),
                    checkpoint == null ? null : checkpoint.bytes(),
                    fork(pipeline),
                    note(pipeline));
        }
        return table.hide("job")
                .hide("checkpoint bytes")
                .hideUnlessKnown("fork")
                .hideUnlessKnown("note");
    }

    private static double in(PipelineObservation pipeline) {
        return pipeline.reads().stream()
                .map(ReadStream::perSecond)
                .mapToDouble(rate -> rate == null ? 0 : rate)
                .sum();
    }

    private static double out(PipelineObservation pipeline) {
        return pipeline.writes().stream().mapToDouble(WrittenStream::perSecond).sum();
    }

    /** The streams that it writes in the place of those that its SQL names. */
    private static @Nullable String fork(PipelineObservation pipeline) {
        Map<String, String> forks = pipeline.status().record().lineage().forks();
        return forks.isEmpty() ? null : String.join(", ", new TreeSet<>(forks.values()));
    }

    private @Nullable String note(PipelineObservation pipeline) {
        String supervisors = notes.get(JobWatch.key(pipeline.pipeline()));
        if (supervisors != null) {
            return supervisors;
        }
        if (pipeline.status().failure() != null) {
            return pipeline.status().failure();
        }
        String waiting = pipeline.reads().stream()
                .filter(read ->
                        read.registryWait() != null && !read.registryWait().isZero())
                .map(ReadStream::stream)
                .collect(Collectors.joining(", "));
        return waiting.isEmpty()
                ? pipeline.status().record().note()
                : "waits for the schema registry, to read " + waiting + "; meanwhile nothing is judged";
    }

    private Table streamTable() {
        Table table = new Table(
                "pipeline",
                "stream",
                "lag records",
                "lag seconds",
                "in per second",
                "latency p50 seconds",
                "latency p99 seconds",
                "watermark delay seconds",
                "read",
                "on time",
                "late",
                "repeated",
                "dead");
        for (PipelineObservation pipeline : seen.pipelines()) {
            for (ReadStream stream : pipeline.reads()) {
                Fates fates = stream.fates();
                table.add(
                        pipeline.pipeline(),
                        stream.stream(),
                        stream.lag() == null ? null : stream.lag().records(),
                        stream.lag() == null ? null : seconds(stream.lag().behind()),
                        stream.perSecond(),
                        latency(stream.latency(), 0.5),
                        latency(stream.latency(), 0.99),
                        seconds(stream.watermarkDelay()),
                        fates == null ? null : fates.read(),
                        fates == null ? null : fates.onTime(),
                        fates == null ? null : fates.late(),
                        fates == null ? null : fates.repeated(),
                        fates == null ? null : fates.dead());
            }
        }
        return table;
    }

    private Table outputTable() {
        Table table = new Table("pipeline", "output", "out per second", "rows", "commits", "commit took seconds");
        for (PipelineObservation pipeline : seen.pipelines()) {
            for (WrittenStream stream : pipeline.writes()) {
                if (stream.rows() > 0 || !stream.stream().endsWith(DEAD_STREAM)) {
                    table.add(
                            pipeline.pipeline(),
                            stream.stream(),
                            stream.perSecond(),
                            stream.rows(),
                            stream.commits(),
                            stream.commits() == 0
                                    ? null
                                    : seconds(stream.commitTime().dividedBy(stream.commits())));
                }
            }
        }
        return table;
    }

    private Table deadLetterTable() {
        Table table = new Table("pipeline", "stream", "reason", "dead letters");
        for (PipelineObservation pipeline : seen.pipelines()) {
            for (ReadStream stream : pipeline.reads()) {
                if (stream.fates() != null) {
                    stream.fates()
                            .deadByReason()
                            .forEach((reason, events) ->
                                    table.add(pipeline.pipeline(), stream.stream(), reason, events));
                }
            }
        }
        return table;
    }

    private static @Nullable Double latency(@Nullable Latency latency, double part) {
        return Optional.ofNullable(latency)
                .flatMap(known -> known.recent(part))
                .map(StatusReport::seconds)
                .orElse(null);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }
}
