package dev.weir.functions.score;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.functions.score.ModelRefusedException.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A version of a model that ONNX Runtime scores by, in the caller's thread alone. */
final class OnnxModel implements Model {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);

    private final String version;
    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final OnnxInputs inputs;
    private final OnnxScores scores;
    private final Object breaking = new Object();
    private OrtSession.@Nullable RunOptions running;

    private OnnxModel(
            String version,
            OrtEnvironment environment,
            OrtSession.SessionOptions options,
            OrtSession session,
            OnnxInputs inputs,
            OnnxScores scores) {
        this.version = version;
        this.environment = environment;
        this.options = options;
        this.session = session;
        this.inputs = inputs;
        this.scores = scores;
    }

    /**
     * Loads a version and scores a row of zeros by it, so that one which is loaded takes the inputs and gives the scores.
     *
     * @param bytes the whole file; data in further files isn't looked for
     */
    static OnnxModel load(ModelSpec spec, String version, byte[] bytes) throws ModelRefusedException {
        OrtSession.SessionOptions options = null;
        OrtSession session = null;
        OnnxModel model = null;
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            options = new OrtSession.SessionOptions();
            // Batches come one after another, beside tasks that need the processors, too.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(bytes, options);
            OnnxInputs inputs = OnnxInputs.of(spec, session.getInputInfo());
            OnnxScores scores = OnnxScores.of(spec, session.getOutputInfo());
            OnnxModel tried = new OnnxModel(version, environment, options, session, inputs, scores);
            tried.score(new double[1][spec.inputs().size()]);
            model = tried;
            return model;
        } catch (OrtException e) {
            throw new ModelRefusedException(Reason.UNREADABLE, "ONNX Runtime refuses it: " + e.getMessage() + ".", e);
        } catch (ScoringFailedException e) {
            throw new ModelRefusedException(
                    Reason.INPUTS, "it can't score a row of zeros in the declared inputs: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new ModelRefusedException(
                    Reason.UNREADABLE, "ONNX Runtime can't be loaded on this machine: " + e + ".", e);
        } finally {
            if (model == null) {
                close(session, options);
            }
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public double[][] score(double[][] rows) throws ScoringFailedException {
        double[][] scored = new double[rows.length][];
        int step = inputs.rows() == 1 ? 1 : rows.length;
        try (OrtSession.RunOptions run = new OrtSession.RunOptions()) {
            begin(run);
            try {
                for (int from = 0; from < rows.length; from += step) {
                    score(rows, from, from + step, run, scored);
                }
            } finally {
                begin(null);
            }
        } catch (OrtException e) {
            throw new ScoringFailedException(String.valueOf(e.getMessage()), e);
        }
        return scored;
    }

    private void score(double[][] rows, int from, int to, OrtSession.RunOptions run, double[][] into)
            throws OrtException, ScoringFailedException {
        Map<String, OnnxTensor> tensors = inputs.of(environment, rows, from, to);
        try (OrtSession.Result result = session.run(tensors, scores.tensors(), run)) {
            scores.read(result, from, to, into);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private void begin(OrtSession.@Nullable RunOptions run) {
        synchronized (breaking) {
            running = run;
        }
    }

    @Override
    public void breakOff() {
        synchronized (breaking) {
            if (running != null) {
                try {
                    running.setTerminate(true);
                } catch (OrtException e) {
                    LOG.warn("A model that is too slow can't be broken off version={}", version, e);
                }
            }
        }
    }

    @Override
    public void close() {
        close(session, options);
    }

    private static void close(@Nullable OrtSession session, OrtSession.@Nullable SessionOptions options) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            LOG.warn("A model can't be closed", e);
        } finally {
            if (options != null) {
                options.close();
            }
        }
    }

    /** Inputs or outputs as a person reads them. */
    static String words(Map<String, NodeInfo> nodes) {
        return nodes.values().stream().map(NodeInfo::toString).toList().toString();
    }
}
