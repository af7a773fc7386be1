package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.pipeline.rollup.WindowView;
import java.util.List;

/**
 * What a look at a project has found.
 *
 * @param problems by file and place; empty if there are none
 * @param views those of its views that have windows, and how they are computed, in their order
 */
public record ProjectFindings(List<Problem> problems, List<WindowView> views) {

    public ProjectFindings {
        problems = List.copyOf(problems);
        views = List.copyOf(views);
    }
}
