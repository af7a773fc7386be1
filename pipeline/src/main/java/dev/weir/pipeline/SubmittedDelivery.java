package dev.weir.pipeline;

import dev.weir.contract.StreamContract;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A delivery as it was submitted last.
 *
 * @param job its name in the journal
 * @param contract of its stream
 * @param place of the lake that it fills
 */
public record SubmittedDelivery(String job, DeliveryConfig config, StreamContract contract, LakePlace place) {

    /**
     * Those of a pipeline in an environment, also if they are stopped.
     *
     * @throws ProjectException if what was submitted can't be read any more
     * @throws ConflictException likewise
     */
    public static List<SubmittedDelivery> of(Journal journal, String pipeline, String environment)
            throws ProjectException, ConflictException, IOException {
        List<SubmittedDelivery> all = new ArrayList<>();
        for (JobRecord job : journal.all()) {
            if (DeliveryPlan.isDeliveryOf(job, pipeline)
                    && job.environment().equals(environment)
                    && Files.isDirectory(Submission.snapshot(journal, job))) {
                PipelineProject project = PipelineProject.load(Submission.snapshot(journal, job));
                DeliveryConfig config = DeliveryPlan.config(project, job);
                all.add(new SubmittedDelivery(
                        job.pipeline(),
                        config,
                        DeliveryPlan.contract(project, config.stream().value()),
                        LakePlace.of(project.config(), job.environment())));
            }
        }
        return all;
    }

    /**
     * The lakes of all deliveries to one, the local stack's first.
     *
     * @throws ProjectException if what was submitted can't be read any more
     * @throws ConflictException likewise
     */
    public static List<LakePlace> lakes(Journal journal) throws ProjectException, ConflictException, IOException {
        Set<LakePlace> places = new LinkedHashSet<>();
        places.add(LakePlace.LOCAL);
        for (JobRecord job : journal.all()) {
            if (DeliveryPlan.isDelivery(job) && Files.isDirectory(Submission.snapshot(journal, job))) {
                PipelineProject project = PipelineProject.load(Submission.snapshot(journal, job));
                // Wherever its tables are, their catalog knows.
                places.add(new LakePlace(
                        null, LakePlace.of(project.config(), job.environment()).catalog()));
            }
        }
        return List.copyOf(places);
    }
}
