package dev.weir.cli;

import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.operate.audit.Account;
import dev.weir.pipeline.AccountCheck;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.AccountConfig;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that a pipeline's {@code weir.yaml} declares, with the contracts in force.
 *
 * @param why there are none; null if there are some
 */
record DeclaredAccounts(List<Account> accounts, @Nullable String why) {

    static DeclaredAccounts none(String why) {
        return new DeclaredAccounts(List.of(), why);
    }

    /**
     * Those of the folder that the pipeline was run from, as it is now; if it is gone, those of what was submitted.
     *
     * @throws ProjectException if they can't be judged: mend {@code weir.yaml}
     */
    static DeclaredAccounts of(Optional<JobRecord> job, Journal journal, String kafka)
            throws ProjectException, KafkaUnavailableException, IOException {
        if (job.isEmpty()) {
            return none("this Weir doesn't know the pipeline's folder");
        }
        List<AccountConfig> declared = project(job.get(), journal).config().accounts();
        if (declared.isEmpty()) {
            return none("its weir.yaml declares none");
        }
        Map<String, PublishedContract> contracts;
        try (ContractLog log = ContractLog.follow(kafka)) {
            contracts = log.current();
        }
        List<Problem> problems = new ArrayList<>();
        AccountCheck.check(
                declared,
                stream -> Optional.ofNullable(contracts.get(stream)).map(PublishedContract::contract),
                problems);
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        return new DeclaredAccounts(
                declared.stream().map(account -> account(account, contracts)).toList(), null);
    }

    /** The folder that a pipeline was run from, as it is now; if it is gone, what was submitted. */
    static PipelineProject project(JobRecord job, Journal journal) throws ProjectException, IOException {
        Path folder = Path.of(job.project());
        if (Files.exists(folder.resolve(PipelineProject.CONFIG))) {
            PipelineProject project = PipelineProject.load(folder);
            if (project.config().name().equals(job.pipeline())) {
                return project;
            }
        }
        return PipelineProject.load(
                journal.submission(job.pipeline()).resolve(job.jobId()).resolve("project"));
    }

    private static Account account(AccountConfig account, Map<String, PublishedContract> contracts) {
        AccountConfig.Window window = account.window();
        return new Account(
                account.name(),
                side(account.events(), contracts),
                account.late(),
                side(account.rows(), contracts),
                account.by().stream()
                        .map(by -> new Account.By(by.row().value(), by.event().value()))
                        .toList(),
                window == null ? null : new Account.Window(window.column().value(), window.size(), window.early()));
    }

    private static Account.Side side(AccountConfig.Side side, Map<String, PublishedContract> contracts) {
        StreamContract contract = contracts.get(side.of().value()).contract();
        return new Account.Side(contract, text(side.where()), text(side.sum()));
    }

    private static @Nullable String text(@Nullable At<String> at) {
        return at == null ? null : at.value();
    }
}
