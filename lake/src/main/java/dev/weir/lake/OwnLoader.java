package dev.weir.lake;

/** While it is open, Iceberg finds its formats, which it looks for by the thread's class loader, where it is itself. */
final class OwnLoader implements AutoCloseable {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    private OwnLoader() {}

    static OwnLoader enter() {
        OwnLoader entered = new OwnLoader();
        Thread.currentThread().setContextClassLoader(OwnLoader.class.getClassLoader());
        return entered;
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
