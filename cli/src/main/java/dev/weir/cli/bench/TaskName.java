package dev.weir.cli.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flink's names of tasks, each a chain of operators, as people speak of them. */
public final class TaskName {

    private static final Pattern SOURCE = Pattern.compile("Source: ([^\\s:\\[\\]]+).*");
    private static final int LONGEST = 60;

    private TaskName() {}

    /** {@code the source of payments (read, judge, …)}, or {@code 'GroupAggregate[12] → Calc[13] …'}. */
    public static String of(String task) {
        Matcher source = SOURCE.matcher(task);
        if (source.matches()) {
            boolean more = task.contains("->");
            return "the source of " + source.group(1) + (more ? " with what follows in its task" : "");
        }
        String name = task.replace(" -> ", " → ");
        return "'" + (name.length() > LONGEST ? name.substring(0, LONGEST).strip() + " …" : name) + "'";
    }

    static String capital(String task) {
        String name = of(task);
        return name.startsWith("'") ? "Task " + name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
