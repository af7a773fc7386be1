package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dead letter for people and for programs. */
final class LetterText {

    private final DeadLetter letter;
    private final boolean reveal;

    /** @param reveal whether key and value are shown, which may be personal */
    LetterText(DeadLetter letter, boolean reveal) {
        this.letter = letter;
        this.reveal = reveal;
    }

    /** One field a line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        fields().forEach((name, text) ->
                lines.add(name.replace('_', ' ') + " ".repeat(13 - name.length()) + (text == null ? "-" : text)));
        return lines;
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(fields());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are JSON", e);
        }
    }

    private Map<String, @Nullable String> fields() {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("position", letter.topic() + " " + letter.partition() + "@" + letter.offset());
        fields.put("append_time", letter.appendTime().toString());
        fields.put("code", letter.code());
        fields.put("field", letter.path().isEmpty() ? null : letter.path());
        fields.put("expected", letter.expected());
        fields.put("found", letter.found());
        fields.put("key", shown(letter.key()));
        fields.put("value", shown(letter.value()));
        return fields;
    }

    private @Nullable String shown(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        return reveal ? text(bytes) : bytes.length + " bytes, shown with --reveal";
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            return hex(bytes);
        }
        return hex(bytes);
    }

    private static String hex(byte[] bytes) {
        return "hex " + HexFormat.of().formatHex(bytes);
    }
}
