package dev.weir.stack;

import java.util.Map;

/** Work that the supervisor does in each of its steps besides watching servers. */
@FunctionalInterface
public interface SupervisedWork {
    /**
     * Does what is due, taking at most some seconds. Called twice a second, by one thread.
     *
     * @return what a person should know, by what it is about; empty while all is well
     */
    Map<String, String> step();
}
