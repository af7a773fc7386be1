package dev.weir.acceptance;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The activity feed's own tests must pass on its SQL, and notice each of these mistakes in it. */
class ActivityFeedMutantsTest {

    private static final Path PROJECT = Path.of("../pipelines/activity-feed");

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("undo is ignored", "WHERE place = 1 AND NOT undo", "WHERE place = 1"),
            new Mutant("the first word counts, not the last", "event_time DESC", "event_time ASC"),
            new Mutant("people hear of themselves", "WHERE recipient_id <> actor_id", "WHERE TRUE"),
            new Mutant("replies are not told", "a.verb IN ('LIKE', 'COMMENT')", "a.verb IN ('LIKE')"),
            new Mutant("likes are not told", "a.verb IN ('LIKE', 'COMMENT')", "a.verb IN ('COMMENT')"),
            new Mutant("comments have no owner", "o.verb IN ('POST', 'COMMENT')", "o.verb IN ('POST')"),
            new Mutant("a reply is about itself", "COALESCE(reply_to, object)", "object"),
            new Mutant("owner and actor are swapped", "o.actor_id AS recipient_id", "a.actor_id AS recipient_id"),
            new Mutant(
                    "all of an actor's doing is one",
                    "PARTITION BY actor_id, verb, object",
                    "PARTITION BY actor_id, verb"),
            new Mutant("followers are not told", "WHERE verb = 'FOLLOW'", "WHERE verb = 'POST'"),
            new Mutant("the owner is whoever is the target", "ON o.object = a.target", "ON o.target = a.target"),
            new Mutant("the name is the actor's", "o.actor_name AS recipient_name", "a.actor_name AS recipient_name"),
            new Mutant("what is taken back isn't told apart", "COUNT(*) FILTER (WHERE undo)", "COUNT(*)"),
            new Mutant("late activities aren't counted", "FROM activities$all GROUP", "FROM activities GROUP"));

    @Test
    void testsPassOnTheSqlAndFailOnEachMutant(@TempDir Path folder) throws Exception {
        Mutant.assertNoticed(PROJECT, 26, MUTANTS, folder);
    }
}
