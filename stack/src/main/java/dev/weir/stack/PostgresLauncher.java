package dev.weir.stack;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs as somebody whom PostgreSQL accepts.
 *
 * @param prefix the command that changes who we are and becomes the command that follows it; empty if none is needed
 * @param user the other user's name; empty where files stay ours
 */
record PostgresLauncher(List<String> prefix, Optional<String> user) {

    static PostgresLauncher of(PostgresAccount account) {
        if (!runsAsRoot()) {
            return new PostgresLauncher(List.of(), Optional.empty());
        }
        return switch (account) {
            case AUTOMATIC -> inUserNamespace().orElseGet(PostgresLauncher::asUnprivilegedUser);
            case USER_NAMESPACE ->
                inUserNamespace()
                        .orElseThrow(() -> new ServerFailedException(
                                "PostgreSQL can't run in a user namespace: `unshare -U true` fails here. Let Weir"
                                        + " choose, or run it as an ordinary user."));
            case UNPRIVILEGED_USER -> asUnprivilegedUser();
        };
    }

    static boolean runsAsRoot() {
        return new UnixSystem().getUid() == 0;
    }

    private static Optional<PostgresLauncher> inUserNamespace() {
        return ProcessTable.programOnPath("unshare")
                .map(unshare -> List.of(unshare.toString(), "-U"))
                .filter(prefix -> Commands.succeeds(with(prefix, "true")))
                .map(prefix -> new PostgresLauncher(prefix, Optional.empty()));
    }

    private static PostgresLauncher asUnprivilegedUser() {
        String user = Commands.succeeds(List.of("id", "-u", "postgres")) ? "postgres" : "nobody";
        return Stream.of(switchWithSetpriv(user), switchWithSu(user))
                .flatMap(Optional::stream)
                .filter(prefix -> Commands.succeeds(with(prefix, "true")))
                .findFirst()
                .map(prefix -> new PostgresLauncher(prefix, Optional.of(user)))
                .orElseThrow(() -> new ServerFailedException("PostgreSQL refuses to run as root, and neither"
                        + " `unshare -U` nor `setpriv` nor `su` can make us the user '" + user
                        + "'. Run Weir as an ordinary user."));
    }

    static Optional<List<String>> switchWithSetpriv(String user) {
        return ProcessTable.programOnPath("setpriv")
                .map(setpriv -> List.of(
                        setpriv.toString(),
                        "--reuid=" + user,
                        "--regid=" + groupOf(user),
                        "--clear-groups",
                        "--no-new-privs"));
    }

    /** Unlike the others {@code su} stays there as PostgreSQL's parent. */
    static Optional<List<String>> switchWithSu(String user) {
        return ProcessTable.programOnPath("su")
                .map(su -> List.of(su.toString(), user, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--"));
    }

    private static String groupOf(String user) {
        return Commands.output("The group of the user '" + user + "' can't be found", List.of("id", "-g", user));
    }

    private static List<String> with(List<String> prefix, String program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        return command;
    }

    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /** Makes the whole tree belong to the one who runs PostgreSQL. Only root needs to, and can. */
    void own(Path tree) throws IOException {
        if (!runsAsRoot()) {
            return;
        }
        UserPrincipal owner =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user.orElse("root"));
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                    Files.setOwner(file, owner);
                }
            }
        }
    }

    /** The first directory on the way to {@code path} that the user may not pass through, if any. */
    Optional<Path> obstacle(Path path) {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        List<Path> way = new ArrayList<>();
        for (Path directory = path.toAbsolutePath(); directory != null; directory = directory.getParent()) {
            way.add(0, directory);
        }
        return way.stream()
                .filter(Files::exists)
                .filter(directory ->
                        !Commands.succeeds(command(List.of("/bin/sh", "-c", "cd \"$0\"", directory.toString()))))
                .findFirst();
    }

    String remedy(Path obstacle) {
        return "PostgreSQL runs as the user '" + user.orElse("root") + "', who may not enter " + obstacle
                + ". Set WEIR_HOME to a directory elsewhere, such as /var/lib/weir, or run `chmod o+x " + obstacle
                + "`, or run Weir as an ordinary user.";
    }
}
