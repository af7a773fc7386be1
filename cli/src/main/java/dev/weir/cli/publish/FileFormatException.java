package dev.weir.cli.publish;

/** A file can't be read as what it is said to be; the message says where and what to do. */
public final class FileFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    FileFormatException(String message) {
        super(message);
    }
}
