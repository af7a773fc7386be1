package dev.weir.benchmarks;

import dev.weir.benchmarks.asof.AsOfCommand;
import dev.weir.benchmarks.codec.CodecCommand;
import dev.weir.benchmarks.door.ConnectionsCommand;
import dev.weir.benchmarks.door.DoorCommand;
import dev.weir.benchmarks.lake.LakeCommand;
import dev.weir.benchmarks.latency.LatencyCommand;
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
        Path home = Path.of(System.getProperty("weir.benchmarks.home"));
        int exitCode = new CommandLine(new BenchmarksMain())
                .addSubcommand(new RollupCommand(home, System.err::println, System.out::println))
                .addSubcommand(new MatrixCommand(home, System.err::println, System.out::println))
                .addSubcommand(new FatesCommand(home, System.err::println, System.out::println))
                .addSubcommand(new BurstsCommand(home, System.err::println, System.out::println))
                .addSubcommand(new CodecCommand(System.err::println, System.out::println))
                .addSubcommand(new StateCommand(System.err::println, System.out::println))
                .addSubcommand(new ProfileCommand(System.out::println))
                .addSubcommand(new DoorCommand(
                        home,
                        Path.of(System.getProperty("weir.benchmarks.gateway")),
                        System.err::println,
                        System.out::println))
                .addSubcommand(new ConnectionsCommand(
                        home,
                        Path.of(System.getProperty("weir.benchmarks.gateway")),
                        System.err::println,
                        System.out::println))
                .addSubcommand(new LatencyCommand(home, System.err::println, System.out::println))
                .addSubcommand(new AsOfCommand(System.err::println, System.out::println))
                .addSubcommand(new PlantCommand(
                        home,
                        Path.of(System.getProperty("weir.benchmarks.checkout")),
                        System.err::println,
                        System.out::println))
                .addSubcommand(new LakeCommand(
                        home,
                        Path.of(System.getProperty("weir.benchmarks.checkout")),
                        System.err::println,
                        System.out::println))
                .execute(arguments);
        System.exit(exitCode);
    }
}
