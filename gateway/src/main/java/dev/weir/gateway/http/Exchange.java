package dev.weir.gateway.http;

import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.Pass;
import dev.weir.gateway.http.EventOutcome.NotStored;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.RequestMeter;
import dev.weir.gateway.metrics.StreamMeter;
import dev.weir.gateway.stream.ServedStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request from its head to its answer. All but the log's results happens on the request's event loop. */
final class Exchange implements BodyReader.Listener {

    private static final int GONE = 0;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Context eventLoop;
    private final HttpConfig config;
    private final Pass pass;
    private final EventLog log;
    private final BodyReader body;
    private final long timer;
    private final RequestMeter meter;
    private final StreamMeter numbers;
    private @Nullable ServedStream stream;
    private @Nullable BodyFormat format;
    private @Nullable Map<String, String> cloudEvent;
    private @Nullable Publication publication;
    private boolean finished;
    private boolean counted;

    /** @param pass of whoever sends it, which its events are charged to */
    Exchange(
            RoutingContext context,
            Pass pass,
            HttpConfig config,
            ByteBudget budget,
            EventLog log,
            RequestMeter meter,
            StreamMeter numbers) {
        this.pass = pass;
        this.request = context.request();
        this.vertx = context.vertx();
        this.eventLoop = vertx.getOrCreateContext();
        this.config = config;
        this.log = log;
        this.meter = meter;
        this.numbers = numbers;
        this.body = new BodyReader(config.maxBodyBytes(), budget, this);
        this.timer = vertx.setTimer(config.requestTimeout().toMillis(), id -> timedOut());
        request.response().exceptionHandler(gone -> finish(GONE));
        request.response().closeHandler(gone -> finish(GONE));
    }

    /**
     * Reads the body, and then publishes its events.
     *
     * @param cloudEvent the record headers of the one CloudEvent whose data the body is; null if it is none
     */
    void receive(ServedStream stream, BodyFormat format, @Nullable Map<String, String> cloudEvent) {
        this.cloudEvent = cloudEvent;
        this.stream = stream;
        this.format = format;
        body.read(request);
    }

    @Override
    public void complete(byte[] bytes) {
        if (stream == null || format == null) {
            throw new IllegalStateException("a body without a stream");
        }
        numbers.received(bytes.length);
        try {
            List<ParsedEvent> events = format.read(stream, bytes, config.maxEvents());
            if (cloudEvent != null) {
                publish(stream, List.of(CloudEventsBody.one(events, cloudEvent)), false);
            } else {
                boolean batch = format == BodyFormat.NDJSON || format == BodyFormat.CLOUD_EVENTS || events.size() > 1;
                publish(stream, events, batch);
            }
        } catch (RequestRefusedException e) {
            refused(e.problem());
        }
    }

    @Override
    public void refused(Problem problem) {
        answer(Answer.of(problem));
    }

    /** @param batch whether each event has its own answer */
    void publish(ServedStream stream, List<ParsedEvent> events, boolean batch) {
        pass.charge(events.size(), System.nanoTime());
        Publication started = new Publication(
                stream, events.size(), numbers, () -> eventLoop.runOnContext(known -> answerOutcomes(batch)));
        publication = started;
        started.start(events, TraceContext.of(request.headers()), log);
    }

    private void answerOutcomes(boolean batch) {
        if (publication != null) {
            List<EventOutcome> outcomes = publication.outcomes();
            count(outcomes);
            answer(Answer.of(outcomes, batch));
        }
    }

    /** Once, as they are known then, whether the client is still there or not. */
    private void count(List<EventOutcome> outcomes) {
        if (counted) {
            return;
        }
        counted = true;
        int stored = 0;
        for (EventOutcome outcome : outcomes) {
            if (outcome instanceof NotStored refused) {
                numbers.refused(refused.problem().code());
            } else {
                stored++;
            }
        }
        numbers.accepted(stored);
    }

    private void timedOut() {
        if (publication != null) {
            answerOutcomes(true);
        } else {
            request.response().putHeader("Connection", "close");
            refused(new Problem(
                    408, "BODY_TIMEOUT", "The body didn't come in time", "Nothing of it is stored. Send it again."));
        }
    }

    private void answer(Answer answer) {
        if (!finished) {
            finish(answer.status());
            answer.sendTo(request.response());
        }
    }

    private void finish(int status) {
        finished = true;
        meter.end(status, numbers);
        vertx.cancelTimer(timer);
        body.release();
    }
}
