package dev.weir.benchmarks.profile;

import dev.weir.benchmarks.measure.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run profile FILE}: where a recording of JFR says that the time went. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description =
                "Which threads and methods a recording of JFR saw on processors most often, and what compilers and garbage took.")
public final class ProfileCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "recording.jfr in the folder of a run with --profile.")
    private Path file = Path.of("recording.jfr");

    @Option(names = "--most", defaultValue = "25", description = "Lines of each kind.")
    private int most;

    @Option(names = "--from", defaultValue = "0", description = "Leave out so many seconds at the beginning.")
    private long fromSeconds;

    @Option(names = "--to", defaultValue = "3600", description = "Leave out what is later than so many seconds.")
    private long toSeconds;

    private final Workplace place;

    public ProfileCommand(Workplace place) {
        this.place = place;
    }

    @Override
    public Integer call() throws Exception {
        List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
        events.sort(Comparator.comparing(RecordedEvent::getStartTime));
        Profile profile = new Profile();
        VirtualMachine machine = new VirtualMachine(Duration.ofSeconds(fromSeconds), Duration.ofSeconds(toSeconds));
        for (RecordedEvent event : events) {
            Duration at = Duration.between(events.get(0).getStartTime(), event.getStartTime());
            switch (event.getEventType().getName()) {
                case "jdk.ExecutionSample" -> addSample(event, at, profile);
                case "jdk.CompilerStatistics" -> machine.compilers(at, event.getDuration("totalTimeSpent"));
                case "jdk.GarbageCollection" ->
                    machine.collection(at, event.getDuration("sumOfPauses"), event.getDuration("longestPause"));
                default -> {} // Of no interest here.
            }
        }
        machine.lines().forEach(place.data());
        profile.lines(most).forEach(place.data());
        return 0;
    }

    private void addSample(RecordedEvent event, Duration at, Profile profile) {
        long second = at.toSeconds();
        if (second >= fromSeconds && second < toSeconds && event.getStackTrace() != null) {
            profile.add(
                    event.getThread("sampledThread").getJavaName(),
                    event.getStackTrace().getFrames().stream()
                            .map(ProfileCommand::name)
                            .toList());
        }
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }
}
