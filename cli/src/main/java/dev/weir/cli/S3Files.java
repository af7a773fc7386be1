package dev.weir.cli;

import dev.weir.stack.LocalStack;
import dev.weir.stack.Progress;
import dev.weir.stack.S3Login;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.PluginDescriptor;

/** Makes S3 a file system of this process, which looks for the newest checkpoints itself. Safe for use by several threads. */
final class S3Files {

    private static boolean used;

    private S3Files() {}

    /** Does nothing where nobody said how to log in there. */
    static synchronized void use(Home home) {
        LocalStack stack = LocalServers.asStarted(home);
        Optional<S3Login> login = stack.s3Login();
        if (used || login.isEmpty()) {
            return;
        }
        Configuration settings = new Configuration();
        login.get().flinkSettings().forEach(settings::setString);
        settings.setString("s3.access-key", login.get().accessKey());
        settings.setString("s3.secret-key", login.get().secretKey());
        List<PluginDescriptor> plugins =
                List.of(new PluginDescriptor("s3", urls(stack.fetchS3Plugin(Progress.SILENT)), new String[0]));
        FileSystem.initialize(
                settings, new DefaultPluginManager(plugins, CoreOptions.getPluginParentFirstLoaderPatterns(settings)));
        used = true;
    }

    private static URL[] urls(List<Path> jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("A file without an address: " + jar, e);
            }
        }
        return urls.toArray(URL[]::new);
    }
}
