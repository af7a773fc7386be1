package dev.weir.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {

    @Test
    void sharesAreOfAllSamplesAndARecursionCountsOnce() {
        Profile profile = new Profile();
        profile.add("worker-1", List.of("hash", "walk", "walk", "run"));
        profile.add("worker-2", List.of("walk", "run"));
        profile.add("worker-2", List.of("run"));
        profile.add("idle", List.of());

        assertThat(profile.lines(2))
                .containsExactly(
                        "3 samples",
                        "",
                        "thread",
                        "100.0 %  worker-#",
                        "",
                        "method itself",
                        " 33.3 %  hash",
                        " 33.3 %  run",
                        "",
                        "method and what it calls",
                        "100.0 %  run",
                        " 66.7 %  walk");
    }
}
