package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Log4j's settings for the servers: one file each, at most five times 10 MB. */
record ServerLogging(StackDirectory directory) {
    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Configuration status="warn" shutdownHook="disable">
              <Appenders>
                <RollingFile name="file" fileName="${sys:log.file}" filePattern="${sys:log.file}.%i">
                  <PatternLayout pattern="%d{ISO8601} %-5p %c{1.} %m%n"/>
                  <SizeBasedTriggeringPolicy size="10MB"/>
                  <DefaultRolloverStrategy max="4"/>
                </RollingFile>
              </Appenders>
              <Loggers>
                <Logger name="org.apache.kafka.clients" level="warn"/>
                <Logger name="org.apache.kafka.common.utils.AppInfoParser" level="warn"/>
                <Logger name="org.apache.kafka.common.config.AbstractConfig" level="warn"/>
                <Logger name="org.apache.kafka.common.metrics" level="warn"/>
                <Logger name="org.apache.kafka.connect.runtime.rest.RestServer" level="warn"/>
                <Root level="info"><AppenderRef ref="file"/></Root>
              </Loggers>
            </Configuration>
            """;

    /** The options of a Java server that make it log into its file. */
    List<String> options(String server) {
        Path settings = directory.run().resolve("log4j2.xml");
        try {
            AtomicFile.write(settings, SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException("The logging settings " + settings + " can't be written.", e);
        }
        return List.of("-Dlog.file=" + directory.log(server), "-Dlog4j2.configurationFile=" + settings.toUri());
    }
}
