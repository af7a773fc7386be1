package dev.weir.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What matters at the end of a server's log, for an error message: its last error if it tells one, else its end. */
final class LogTail {
    private static final int LINES = 15;
    private static final int BYTES = 64_000;

    private static final Pattern ERROR = Pattern.compile("\\b(ERROR|FATAL|PANIC)\\b");

    private LogTail() {}

    static String of(Path... files) {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            List<String> lines = lines(file);
            if (!lines.isEmpty()) {
                text.append("The end of ").append(file).append(":\n");
                lines.forEach(line -> text.append("  ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.max(0, in.length() - BYTES));
            byte[] bytes = new byte[(int) (in.length() - in.getFilePointer())];
            in.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            int start = Math.max(0, lines.size() - LINES);
            for (int i = 0; i < lines.size(); i++) {
                if (ERROR.matcher(lines.get(i)).find()) {
                    start = i;
                }
            }
            return lines.subList(start, Math.min(lines.size(), start + LINES));
        } catch (IOException e) {
            return List.of("(can't be read: " + e.getMessage() + ")");
        }
    }
}
