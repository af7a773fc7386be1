package dev.weir.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One server of the stack: what it needs, how it is set up and started, how it is asked. */
interface Server {
    ServerName name();

    /** The Maven coordinates of its files; empty if they are here already. */
    List<String> artifacts();

    /** Whether the artifacts' own dependencies are needed too. Archives that hold everything have none worth it. */
    default boolean needsDependencies() {
        return true;
    }

    /** How it is started and asked; does not change while the settings stay. */
    ManagedProcess process();

    /**
     * Writes its settings and, at the first start, makes its data. Called only while it does not run.
     *
     * @param artifacts the files of {@link #artifacts} and of their dependencies, in class path order
     */
    void prepare(List<Path> artifacts) throws IOException;

    /** The command that becomes the server's own: empty, or one that changes the user. */
    default List<String> launcher() {
        return List.of();
    }

    /** Called once it is ready, and before those that need it are started. */
    default void completed() {}

    /** Called once it was stopped. */
    default void stopped() throws IOException {}

    /** Where clients reach it. */
    String address();
}
