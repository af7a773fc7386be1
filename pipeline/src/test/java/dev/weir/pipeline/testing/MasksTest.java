package dev.weir.pipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasksTest {

    private static final byte[] SECRET = new byte[32];

    private static StreamContract contract() throws Exception {
        return new StreamContract(
                "people",
                Mode.APPEND,
                AvroStreamSchema.parse(Path.of("people.avsc"), """
                        {"type": "record", "name": "Person", "fields": [
                          {"name": "id", "type": "long"}, {"name": "mail", "type": ["null", "string"]},
                          {"name": "city", "type": "string"}]}
                        """),
                List.of("id"),
                null,
                null,
                1,
                null,
                Compatibility.BACKWARD_TRANSITIVE,
                List.of("id", "mail"),
                List.of());
    }

    private static ObjectNode person(long id, String mail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("mail", mail)
                .put("city", "Graz");
    }

    @Test
    void equalValuesStayEqualAndOnlyPersonalOnesChange() throws Exception {
        Masks masks = new Masks(contract(), SECRET);

        ObjectNode masked = masks.mask(person(12_345, "ana.b@example.org"));

        assertThat(masks.mask(person(12_345, "ana.b@example.org"))).isEqualTo(masked);
        assertThat(new Masks(contract(), SECRET).mask(person(12_345, "ana.b@example.org")))
                .isEqualTo(masked);
        assertThat(masked.get("id").isIntegralNumber()).isTrue();
        assertThat(masked.get("id").longValue()).isBetween(10_000L, 99_999L).isNotEqualTo(12_345L);
        assertThat(masked.get("mail").textValue()).matches("[a-z]{3}\\.[a-z]@[a-z]{7}\\.[a-z]{3}");
        assertThat(masked.get("mail").textValue()).isNotEqualTo("ana.b@example.org");
        assertThat(masked.get("city").textValue()).isEqualTo("Graz");
    }

    @Test
    void differentValuesStayDifferentEvenWhereThereAreFew() throws Exception {
        Masks masks = new Masks(contract(), SECRET);
        Set<Long> ids = new HashSet<>();

        for (long id = 0; id < 10; id++) {
            ids.add(masks.mask(person(id, "x")).get("id").longValue());
        }

        assertThat(ids).hasSize(10).allMatch(id -> id >= 0 && id < 10);
    }

    @Test
    void anotherSecretGivesOtherMasks() throws Exception {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new Masks(contract(), other).mask(person(12_345, "ana@example.org")))
                .isNotEqualTo(new Masks(contract(), SECRET).mask(person(12_345, "ana@example.org")));
    }
}
