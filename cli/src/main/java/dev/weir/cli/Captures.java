package dev.weir.cli;

import dev.weir.contract.publish.ContractPublisher.Published;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.pipeline.source.LocalDatabase;
import dev.weir.pipeline.source.SourceStatus;
import dev.weir.pipeline.source.Sources;
import dev.weir.stack.LocalStack;
import dev.weir.stack.PostgresAddress;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sources of projects on the local stack, whose Kafka Connect starts with the first of them. */
final class Captures {

    private final Home home;
    private final LocalStack stack;
    private final Console console;

    Captures(Home home, Console console) {
        this.home = home;
        this.stack = LocalServers.asStarted(home);
        this.console = console;
    }

    /** Whether Kafka Connect was ever needed here. */
    boolean areWanted() {
        return stack.wanted().contains(ServerName.CONNECT);
    }

    /** Before a project is planned: starts Kafka Connect if the project needs it, and writes contracts of tables. */
    void prepare(PipelineProject project, Target target)
            throws ProjectException, ServerUnavailableException, IOException {
        if ((areWanted() || !project.config().sources().isEmpty()) && isLocal(target)) {
            if (!isUp()) {
                stack.up(
                        Set.of(ServerName.CONNECT, ServerName.POSTGRESQL, ServerName.REGISTRY),
                        new UpProgress(console));
            }
            sources().derive(project);
        }
    }

    /**
     * Publishes the project's contracts and brings its sources to run.
     *
     * @param anew the source whose tables are to be taken anew; null for none
     */
    void apply(PipelineProject project, Target target, @Nullable String anew)
            throws ProjectException, ConflictException, ServerUnavailableException, IOException {
        boolean declared = !project.config().sources().isEmpty();
        if (!isLocal(target)) {
            if (declared) {
                console.progress("  sources are left to the Kafka Connect of '" + target.environment()
                        + "': Weir runs those of the local stack only");
            }
            return;
        }
        if (!declared && !areWanted()) {
            return;
        }
        List<Published> published = Jobs.pipelines(home).apply(project, target);
        Sources sources = sources();
        if (anew != null) {
            sources.forget(project, anew);
        }
        List<SourceStatus> all = sources.apply(
                project, published.stream().map(Published::published).toList());
        for (SourceStatus source : all) {
            console.progress("  source " + source.source() + " is " + word(source.state())
                    + (source.note() == null ? "" : ": " + source.note()));
            if (source.state() == SourceStatus.State.FAILED) {
                throw new CommandFailure(ExitCode.FAILED, "Source '" + source.source() + "' doesn't run.");
            }
        }
        if (sources.status().isEmpty()) {
            stack.dismissConnect();
        }
    }

    /** Before all is stopped: says which databases elsewhere wait for it to come up again. */
    void sayWhatIsKept() throws ConflictException {
        try {
            if (areWanted() && isUp()) {
                sources().keptElsewhere().forEach(kept -> console.progress("  " + kept + ", until weir up"));
            }
        } catch (ServerUnavailableException e) {
            console.progress("  " + e.getMessage());
        }
    }

    Table table() throws ServerUnavailableException, ConflictException, IOException {
        Table table = new Table("source", "pipeline", "state", "note");
        if (areWanted() && isUp()) {
            for (SourceStatus source : sources().status()) {
                table.add(source.source(), source.pipeline(), word(source.state()), source.note());
            }
        }
        return table;
    }

    private boolean isUp() {
        return stack.status().stream()
                .anyMatch(server ->
                        server.name().equals(ServerName.CONNECT.id()) && server.state() == ServerStatus.State.READY);
    }

    private boolean isLocal(Target target) {
        return target.environment().equals(EnvironmentConfig.LOCAL)
                && target.kafka().equals(stack.kafka());
    }

    private Sources sources() {
        PostgresAddress database = stack.postgresql();
        return new Sources(
                stack.connect(),
                stack.kafka(),
                stack.connectSecrets(),
                new LocalDatabase(database.jdbcUrl(), database.user(), database.passwordFile()),
                System.getenv(),
                note -> console.progress("  " + note));
    }

    private static String word(SourceStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
