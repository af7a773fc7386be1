package dev.weir.stack;

/** As whom PostgreSQL runs, since it refuses to run as root. */
public enum PostgresAccount {
    /** As ourselves; as root in a user namespace if the system lets us make one, else as an unprivileged user. */
    AUTOMATIC,
    /** In a user namespace in which root is nobody: files stay root's. */
    USER_NAMESPACE,
    /** As the user {@code postgres} if there is one, else {@code nobody}, who then owns PostgreSQL's data. */
    UNPRIVILEGED_USER
}
