package dev.weir.pipeline;

import dev.weir.contract.Problem;
import dev.weir.functions.score.ModelCheck;
import dev.weir.functions.score.ModelRefusedException;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.ModelConfig;
import dev.weir.pipeline.project.PipelineProject;
import java.util.List;
import java.util.Set;

/** Refuses models that aren't there, or aren't as {@code weir.yaml} declares them. */
final class ModelsCheck {

    private ModelsCheck() {}

    /** @param functions names of the other functions that the project's SQL has */
    static void check(PipelineProject project, Set<String> functions, List<Problem> problems) {
        for (ModelConfig model : project.config().models()) {
            String name = model.name().value();
            if (functions.stream().anyMatch(name::equalsIgnoreCase)) {
                problems.add(model.name()
                        .problem(
                                "MODEL-005",
                                "There is a function '" + name + "' already: give the model another name."));
            }
            // What is missing was said when it was read.
            boolean declared = !model.folder().value().isEmpty()
                    && !model.inputs().value().isEmpty()
                    && !model.scores().value().isEmpty();
            if (declared) {
                load(model, project, problems);
            }
        }
    }

    private static void load(ModelConfig model, PipelineProject project, List<Problem> problems) {
        try {
            ModelCheck.check(model.spec(project.folder()));
        } catch (ModelRefusedException e) {
            At<?> place = switch (e.reason()) {
                case MISSING, UNREADABLE -> model.folder();
                case INPUTS -> model.inputs();
                case SCORES -> model.scores();
            };
            problems.add(place.problem(
                    e.reason().code(), "The model '" + model.name().value() + "' can't be used: " + e.getMessage()));
        }
    }
}
