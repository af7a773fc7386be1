package dev.weir.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.PipelineStatus;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code weir status}: the servers, the pipelines, and what became of the events that they read. */
@Command(name = "status", description = "Show the servers, the pipelines, and what became of the events they read.")
final class StatusCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Override
    public Integer call() throws Exception {
        LocalStack stack = LocalServers.watched(weir.home());
        List<PipelineStatus> pipelines = Jobs.pipelines(weir.home()).list();
        Map<String, String> notes = stack.supervision().notes();
        Table servers = servers(stack.status(), notes);
        Table jobs = jobs(pipelines, notes);
        Table streams = streams(pipelines);
        Table sources = sources();
        switch (weir.output()) {
            case TABLE -> {
                weir.print(servers);
                for (Table table : List.of(jobs, sources, streams)) {
                    if (!table.isEmpty()) {
                        weir.console().data("");
                        weir.print(table);
                    }
                }
            }
            case JSON ->
                printJson(Map.of("servers", servers, "pipelines", jobs, "sources", sources, "streams", streams));
        }
        return ExitCode.FINE;
    }

    private void printJson(Map<String, Table> tables) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode all = mapper.createObjectNode();
        for (String name : List.of("servers", "pipelines", "sources", "streams")) {
            all.set(name, mapper.readTree(tables.get(name).json()));
        }
        weir.console().data(all.toString());
    }

    /** @param notes what the supervisor says, by server */
    static Table servers(List<ServerStatus> servers, Map<String, String> notes) {
        Table table = new Table("server", "state", "pid", "address", "memory bytes", "uptime seconds", "note");
        for (ServerStatus server : servers) {
            table.add(
                    server.name(),
                    server.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    server.pid().isPresent() ? server.pid().getAsLong() : null,
                    server.address().isEmpty() ? null : server.address(),
                    server.residentBytes().isPresent() ? server.residentBytes().getAsLong() : null,
                    server.uptime().map(StatusCommand::seconds).orElse(null),
                    notes.get(server.name()));
        }
        return table;
    }

    private static Table jobs(List<PipelineStatus> pipelines, Map<String, String> notes) {
        Table table = new Table("pipeline", "wanted", "state", "job", "checkpoint age seconds", "note");
        for (PipelineStatus pipeline : pipelines) {
            JobRecord record = pipeline.record();
            table.add(
                    record.pipeline(),
                    record.state().name().toLowerCase(Locale.ROOT),
                    pipeline.actual() == null
                            ? "absent"
                            : pipeline.actual().name().toLowerCase(Locale.ROOT),
                    record.jobId(),
                    age(pipeline.lastState()),
                    note(pipeline, notes));
        }
        return table;
    }

    private static @Nullable String note(PipelineStatus pipeline, Map<String, String> notes) {
        String supervisors = notes.get(JobWatch.key(pipeline.pipeline()));
        if (supervisors != null) {
            return supervisors;
        }
        return pipeline.failure() != null
                ? pipeline.failure()
                : pipeline.record().note();
    }

    private Table sources() throws ConflictException, IOException {
        Captures captures = new Captures(weir.home(), weir.console());
        try {
            return captures.table();
        } catch (ServerUnavailableException e) {
            weir.console().progress(e.getMessage());
            return new Table("source", "pipeline", "state", "note");
        }
    }

    private Table streams(List<PipelineStatus> pipelines) {
        Table table = new Table("pipeline", "stream", "read", "on time", "late", "repeated", "dead");
        for (PipelineStatus pipeline : pipelines) {
            try {
                Jobs.counts(pipeline.record())
                        .forEach((stream, counts) -> table.add(
                                pipeline.pipeline(),
                                stream,
                                counts.read(),
                                counts.onTime(),
                                counts.late(),
                                counts.repeated(),
                                counts.dead()));
            } catch (ServerUnavailableException e) {
                weir.console().progress(e.getMessage());
            }
        }
        return table;
    }

    private static @Nullable Double age(@Nullable String state) {
        if (state == null || !state.startsWith("file:")) {
            return null;
        }
        try {
            Instant written = Files.getLastModifiedTime(
                            Path.of(URI.create(state).getPath(), "_metadata"))
                    .toInstant();
            return seconds(Duration.between(written, Instant.now()));
        } catch (IOException e) { // Replaced by a newer one since it was found.
            return 0.0;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
