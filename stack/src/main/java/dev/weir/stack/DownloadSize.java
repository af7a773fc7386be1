package dev.weir.stack;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;

/** How many bytes are to be downloaded: asked of the repository, file by file, without fetching them. */
final class DownloadSize {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private DownloadSize() {}

    /**
     * Asks for all sizes at once.
     *
     * @return the sum of what the repository tells; 0 if it tells nothing, as those that want a password do
     */
    static long of(List<Artifact> artifacts, List<RemoteRepository> repositories) {
        if (repositories.isEmpty() || !repositories.get(0).getProtocol().startsWith("http")) {
            return 0;
        }
        String base = repositories.get(0).getUrl().replaceFirst("/*$", "/");
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.getDefault())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
        List<CompletableFuture<Long>> sizes = artifacts.stream()
                .map(artifact -> HttpRequest.newBuilder(URI.create(base + path(artifact)))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .timeout(PATIENCE)
                        .build())
                .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .thenApply(answer -> answer.headers()
                                .firstValueAsLong("Content-Length")
                                .orElse(0))
                        .exceptionally(unanswered -> 0L))
                .toList();
        return sizes.stream().mapToLong(CompletableFuture::join).sum();
    }

    /** The layout of a Maven repository. */
    private static String path(Artifact artifact) {
        String classifier = artifact.getClassifier().isEmpty() ? "" : "-" + artifact.getClassifier();
        return artifact.getGroupId().replace('.', '/') + "/" + artifact.getArtifactId() + "/" + artifact.getVersion()
                + "/" + artifact.getArtifactId() + "-" + artifact.getVersion() + classifier + "."
                + artifact.getExtension();
    }
}
