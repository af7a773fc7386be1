package dev.weir.codec.format;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Makes objects of classes whose Java source is written at run time. Compiling one costs some ten milliseconds; the class
 * stays as long as its neighbour's class loader. Safe to use from several threads.
 */
public final class GeneratedClass {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private GeneratedClass() {}

    /**
     * An object of a new class.
     *
     * @param neighbour of a class in the package of the source's: what that may see, the source may see
     * @param source gives the source of a public class of the given simple name, and of no other. It is trusted: nothing in it may
     *     come from a record, and of what users write only numbers and names that are checked
     * @param type what the class extends
     * @param parameter the type of its one public constructor's parameter
     */
    public static <T> T of(
            MethodHandles.Lookup neighbour,
            UnaryOperator<String> source,
            Class<T> type,
            Class<?> parameter,
            Object argument) {
        String text = source.apply("Generated" + NUMBERS.incrementAndGet());
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(neighbour.lookupClass().getClassLoader());
            compiler.cook(text);
            byte[] bytes = compiler.getBytecodes().values().iterator().next();
            return type.cast(
                    neighbour.defineClass(bytes).getConstructor(parameter).newInstance(argument));
        } catch (CompileException
                | IllegalAccessException
                | InstantiationException
                | InvocationTargetException
                | NoSuchMethodException e) {
            throw new IllegalStateException("Generated code isn't Java: " + text, e);
        }
    }
}
