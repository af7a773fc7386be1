import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.ArgumentTrait;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.StateHint;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Rows whose score is at least {@code alarm_from}, each with how many standard deviations its features are from what is normal for its sensor:
 * from those of the sensor's rows before it. The furthest comes first. A row that is given again is judged again, and counts for what is normal as it was first.
 */
@FunctionHint(
        output =
                @DataTypeHint(
                        "ROW<window_start TIMESTAMP_LTZ(3), failure DOUBLE, model_version STRING, reasons ARRAY<STRING>>"))
public class Unusual extends ProcessTableFunction<Row> {

    private static final String[] FEATURES = {
        "vibration_rms", "vibration_max", "temperature_avg", "bearing_hours", "lubrication_hours", "filter_hours"
    };

    /** Welford's sums, by feature. */
    public static class Normal {
        public long[] rows = new long[FEATURES.length];
        public double[] means = new double[FEATURES.length];
        public double[] squares = new double[FEATURES.length];
    }

    private record Reason(String text, double away) {}

    public void eval(
            @StateHint Normal normal,
            @ArgumentHint({ArgumentTrait.SET_SEMANTIC_TABLE, ArgumentTrait.SUPPORT_UPDATES}) Row scored,
            Double alarm_from) {
        if (scored.getKind() == RowKind.DELETE || scored.getKind() == RowKind.UPDATE_BEFORE) {
            return;
        }
        Double failure = scored.getFieldAs("failure");
        if (failure != null && failure >= alarm_from) {
            collect(Row.of(
                    scored.getField("window_start"),
                    failure,
                    scored.getField("model_version"),
                    reasons(normal, scored)));
        }
        if (scored.getKind() == RowKind.INSERT) {
            add(normal, scored);
        }
    }

    private static String[] reasons(Normal normal, Row scored) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < FEATURES.length; i++) {
            Double value = scored.getFieldAs(FEATURES[i]);
            double deviation = Math.sqrt(normal.squares[i] / normal.rows[i]);
            if (value != null && deviation > 0) {
                double away = (value - normal.means[i]) / deviation;
                reasons.add(new Reason(
                        String.format(
                                Locale.ROOT,
                                "%s is %.2f, %+.1f deviations from %.2f",
                                FEATURES[i],
                                value,
                                away,
                                normal.means[i]),
                        Math.abs(away)));
            }
        }
        reasons.sort(Comparator.comparingDouble(Reason::away).reversed());
        return reasons.stream().map(Reason::text).toArray(String[]::new);
    }

    private static void add(Normal normal, Row scored) {
        for (int i = 0; i < FEATURES.length; i++) {
            Double value = scored.getFieldAs(FEATURES[i]);
            if (value != null) {
                normal.rows[i]++;
                double before = value - normal.means[i];
                normal.means[i] += before / normal.rows[i];
                normal.squares[i] += before * (value - normal.means[i]);
            }
        }
    }
}
