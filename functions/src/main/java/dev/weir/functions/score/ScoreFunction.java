package dev.weir.functions.score;

import dev.weir.functions.score.ModelSpec.Input;
import dev.weir.functions.score.ModelSpec.Output;
import dev.weir.functions.score.Score.Scored;
import dev.weir.functions.score.Score.Unscored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.DataTypes.Field;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.AsyncTableFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * A model as a table function of SQL: its inputs are the arguments, and it gives one row of its scores, {@code model_version}, and {@code
 * unscored}, which is null if there are scores, and else says why not. A row never waits for them longer than the model's time-out, and
 * nothing that a model does fails the job.
 */
public class ScoreFunction extends AsyncTableFunction<Row> {

    private static final String VERSION = "model_version";
    private static final String UNSCORED = "unscored";

    private final ModelSpec spec;
    private final Pace pace;
    private transient @Nullable SharedScorer shared;
    private transient @Nullable OneByOne alone;
    private transient @Nullable ScoreCounts counts;

    /** How rows are scored. */
    public enum Pace {
        /** As many at once as the model's declaration says, for so long. */
        BATCHES,
        /** One after another, however long it takes, so that no clock decides anything. */
        ONE_BY_ONE
    }

    public ScoreFunction(ModelSpec spec, Pace pace) {
        this.spec = spec;
        this.pace = pace;
    }

    /** A newer version says something else of the same row. */
    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory types) {
        DataType output = output();
        return TypeInference.newBuilder()
                .staticArguments(spec.inputs().stream()
                        .map(Input::name)
                        .map(name -> StaticArgument.scalar(name, DataTypes.DOUBLE(), false))
                        .toList())
                .outputTypeStrategy(context -> Optional.of(output))
                .build();
    }

    private DataType output() {
        List<Field> fields = new ArrayList<>();
        for (Output score : spec.scores()) {
            fields.add(DataTypes.FIELD(score.name(), DataTypes.DOUBLE()));
        }
        fields.add(DataTypes.FIELD(VERSION, DataTypes.STRING()));
        fields.add(DataTypes.FIELD(UNSCORED, DataTypes.STRING()));
        return DataTypes.ROW(fields).notNull();
    }

    @Override
    public void open(FunctionContext context) {
        switch (pace) {
            case BATCHES -> shared = SharedScorer.acquire(spec);
            case ONE_BY_ONE -> alone = new OneByOne(spec);
        }
        counts = new ScoreCounts(context.getMetricGroup(), spec.name(), shared);
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.release();
            shared = null;
        }
        if (alone != null) {
            alone.close();
            alone = null;
        }
    }

    /** Flink calls it with the inputs of a row. */
    public void eval(CompletableFuture<Collection<Row>> result, @Nullable Double... inputs) {
        Scorer scorer = shared != null ? shared : alone;
        ScoreCounts counting = counts;
        if (scorer == null || counting == null) {
            throw new IllegalStateException("The function of the model '" + spec.name() + "' isn't open");
        }
        double[] row = new double[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Double input = inputs[i];
            if (input == null) {
                result.complete(List.of(row(counting.counted(Unscored.NULL_INPUT))));
                return;
            }
            row[i] = input;
        }
        scorer.score(row).thenAccept(score -> result.complete(List.of(row(counting.counted(score)))));
    }

    private Row row(Score score) {
        int fields = spec.scores().size();
        Row row = new Row(fields + 2);
        if (score instanceof Scored scored) {
            for (int i = 0; i < fields; i++) {
                row.setField(i, scored.values()[i]);
            }
            row.setField(fields, scored.version());
        } else if (score instanceof Unscored unscored) {
            row.setField(fields + 1, unscored.name());
        }
        return row;
    }
}
