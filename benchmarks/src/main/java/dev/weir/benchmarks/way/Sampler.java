package dev.weir.benchmarks.way;

import com.sun.management.OperatingSystemMXBean;
import dev.weir.benchmarks.measure.Sample;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Writes down how far this process is, twenty times a second: as many records as Kafka's consumers say themselves that they
 * have handed out, which is the same measure for all ways.
 */
final class Sampler implements Runnable {

    private static final long PERIOD = Duration.ofMillis(50).toNanos();

    private final Path file;
    private final ObjectName consumers;
    private final long brokerPid;
    private final Map<ObjectName, Double> counts = new HashMap<>();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    Sampler(Path file, String topic, long brokerPid) throws JMException {
        this.file = file;
        this.brokerPid = brokerPid;
        this.consumers =
                new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*,topic=" + topic);
    }

    void start() {
        Thread thread = new Thread(this, "sampler");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (Writer out = Files.newBufferedWriter(file)) {
            while (true) {
                out.write(sample().line());
                out.flush();
                LockSupport.parkNanos(PERIOD);
            }
        } catch (IOException | JMException e) {
            throw new IllegalStateException("This run can't be measured any more", e);
        }
    }

    private Sample sample() throws JMException {
        for (ObjectName consumer : beans.queryNames(consumers, null)) {
            try {
                counts.put(consumer, (double) beans.getAttribute(consumer, "records-consumed-total"));
            } catch (InstanceNotFoundException | AttributeNotFoundException e) {
                continue; // It comes or goes just now; what it said before holds.
            }
        }
        double records = counts.values().stream().mapToDouble(count -> count).sum();
        long broker = ProcessHandle.of(brokerPid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
        return new Sample(System.nanoTime(), (long) records, system.getProcessCpuTime(), broker);
    }
}
