package dev.weir.benchmarks;

import dev.weir.benchmarks.asof.AsOfCommand;
import dev.weir.benchmarks.codec.CodecCommand;
import dev.weir.benchmarks.door.ConnectionsCommand;
import dev.weir.benchmarks.door.DoorCommand;
import dev.weir.benchmarks.lake.LakeCommand;
import dev.weir.benchmarks.latency.LatencyCommand;
import dev.weir.benchmarks.measure.Workplace;
import dev.weir.benchmarks.plant.PlantCommand;
import dev.weir.benchmarks.profile.ProfileCommand;
import dev.weir.benchmarks.rollup.BurstsCommand;
import dev.weir.benchmarks.rollup.FatesCommand;
import dev.weir.benchmarks.rollup.MatrixCommand;
import dev.weir.benchmarks.rollup.RollupCommand;
import dev.weir.benchmarks.state.StateCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run NAME}: prints the benchmark's table on standard output, all else on standard error. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        description = "Measure Weir beside other ways of doing the same.")
public final class BenchmarksMain {

    private BenchmarksMain() {}

    public static void main(String[] arguments) {
        Workplace place = new Workplace(
                folder("weir.benchmarks.home"),
                folder("weir.benchmarks.checkout"),
                folder("weir.benchmarks.gateway"),
                System.err::println,
                System.out::println);
        int exitCode = new CommandLine(new BenchmarksMain())
                .addSubcommand(new RollupCommand(place))
                .addSubcommand(new MatrixCommand(place))
                .addSubcommand(new FatesCommand(place))
                .addSubcommand(new BurstsCommand(place))
                .addSubcommand(new CodecCommand(place))
                .addSubcommand(new StateCommand(place))
                .addSubcommand(new ProfileCommand(place))
                .addSubcommand(new DoorCommand(place))
                .addSubcommand(new ConnectionsCommand(place))
                .addSubcommand(new LatencyCommand(place))
                .addSubcommand(new AsOfCommand(place))
                .addSubcommand(new PlantCommand(place))
                .addSubcommand(new LakeCommand(place))
                .execute(arguments);
        System.exit(exitCode);
    }

    private static Path folder(String property) {
        return Path.of(System.getProperty(property));
    }
}
