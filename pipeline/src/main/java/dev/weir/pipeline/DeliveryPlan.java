package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.plan.PlanSettings;
import dev.weir.pipeline.plan.PlannedJob;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.streams.Latency;
import dev.weir.streams.StreamsConfig;
import java.io.IOException;

/** Plans the job of a delivery from the project as it was submitted, in which every stream has its contract. */
final class DeliveryPlan {

    /** Neither a pipeline's name nor a delivery's has a dot. */
    private static final String SEPARATOR = ".";

    private DeliveryPlan() {}

    /** The journal's name of a delivery. */
    static String jobName(String pipeline, String delivery) {
        return pipeline + SEPARATOR + delivery;
    }

    static boolean isDelivery(JobRecord job) {
        return job.pipeline().contains(SEPARATOR);
    }

    static boolean isDeliveryOf(JobRecord job, String pipeline) {
        return job.pipeline().startsWith(pipeline + SEPARATOR);
    }

    /** What was submitted of a delivery. */
    static DeliveryConfig config(PipelineProject submitted, JobRecord job) throws ConflictException {
        return submitted.config().deliveries().stream()
                .filter(each -> job.pipeline().endsWith(SEPARATOR + each.name()))
                .findFirst()
                .orElseThrow(() -> new ConflictException(
                        "What was submitted of '" + job.pipeline() + "' has no such delivery: run its project again."));
    }

    static PlannedJob plan(Lake lake, PipelineProject submitted, JobRecord job)
            throws ProjectException, ConflictException, ServerUnavailableException, IOException {
        DeliveryConfig delivery = config(submitted, job);
        PlanSettings settings = new PlanSettings(
                job.pipeline(),
                delivery.commit(),
                Latency.COMMIT,
                submitted.config().parallelism(),
                job.checkpoints());
        StreamsConfig streams = new StreamsConfig(
                job.kafka(),
                RegistryConfig.of(Target.of(job).registry()),
                WeirStreamTables.applicationId(job.pipeline(), job.environment()));
        return lake.plan(new Lake.Delivery(
                contract(submitted, delivery.stream().value()),
                delivery,
                streams,
                settings,
                LakePlace.of(submitted.config(), job.environment())));
    }

    static StreamContract contract(PipelineProject project, String stream) throws ProjectException, ConflictException {
        try {
            return ContractFolder.load(project.streams()).stream()
                    .map(ContractSource::contract)
                    .filter(contract -> contract.name().equals(stream))
                    .findFirst()
                    .orElseThrow(() -> new ConflictException(
                            "Stream '" + stream + "' has no contract in " + project.streams() + "."));
        } catch (ContractException e) {
            throw new ProjectException(e.problems());
        }
    }
}
