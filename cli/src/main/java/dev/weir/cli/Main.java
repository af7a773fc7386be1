package dev.weir.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Starts the {@code weir} command. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(commandLine(Home.ofProcess(), new Console(out, err, Console.isTerminal()), out, err)
                .execute(arguments));
    }

    /** The whole command line; whatever happens ends in one of {@link ExitCode}'s codes. */
    static CommandLine commandLine(Home home, Console console, PrintWriter out, PrintWriter err) {
        WeirCommand weir = new WeirCommand(home, console);
        CommandLine commandLine = new CommandLine(weir)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> Failure.of(failure).print(console, home, weir.verbose()));
        commandLine.getCommandSpec().usageMessage().width(100);
        return commandLine;
    }
}
