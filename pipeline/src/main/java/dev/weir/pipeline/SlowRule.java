package dev.weir.pipeline;

import dev.weir.contract.ContractException;
import dev.weir.contract.Problem;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.StreamOption;
import dev.weir.contract.rule.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of a contract that isn't compiled to code over plain values, so that each event waits for its interpreter.
 *
 * @param line of the contract's rules, from 1
 * @param column of the contract's rules, from 1
 * @param rule its text
 */
public record SlowRule(Path file, int line, int column, String stream, String rule) {

    /** What there is to say about it, for people. */
    public String how() {
        return "rule '" + rule + "' is interpreted, about a microsecond an event: more than plain values, comparison,"
                + " arithmetic, logic, in and size is in it (" + file + ":" + line + ":" + column + ")";
    }

    public String code() {
        return "INTERPRETED";
    }

    /** @throws ContractException if the contracts have problems */
    static List<SlowRule> of(Path streams) throws ContractException {
        List<SlowRule> slow = new ArrayList<>();
        for (ContractSource source : ContractFolder.load(streams)) {
            var contract = source.contract();
            for (String rule : RuleSet.compile(contract.schema().fields(), contract.rules())
                    .slow()) {
                Problem place = source.problemAt(StreamOption.RULES, ProblemCode.RULE, "");
                slow.add(new SlowRule(
                        source.file(),
                        place.line(),
                        place.column(),
                        contract.name(),
                        rule.strip().replaceAll("\\s+", " ")));
            }
        }
        return slow;
    }
}
