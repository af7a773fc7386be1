package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.rollup.WindowView;
import java.util.List;

/**
 * What a look at a project has found.
 *
 * @param problems by file and place; empty if there are none
 * @param views those of its views that have windows, and how they are computed, in their order
 * @param rules those of its contracts that are slow, in the order of their files
 */
public record ProjectFindings(List<Problem> problems, List<WindowView> views, List<SlowRule> rules) {

    public ProjectFindings {
        problems = List.copyOf(problems);
        views = List.copyOf(views);
        rules = List.copyOf(rules);
    }
}
