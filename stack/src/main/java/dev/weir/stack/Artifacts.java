package dev.weir.stack;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.graph.visitor.FilteringDependencyVisitor;
import org.eclipse.aether.util.graph.visitor.PreorderNodeListGenerator;

/**
 * Fetches the servers' files into the user's Maven repository, by the user's Maven settings (mirrors, proxies,
 * credentials). What is there already is not fetched again, and needs no network.
 */
final class Artifacts {
    private static final String PARALLEL_DOWNLOADS = "8";

    private final ClassPathCache cache;
    private final Progress progress;

    Artifacts(ClassPathCache cache, Progress progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * Makes the files of all servers be here.
     *
     * @return for each server its files, dependencies included, in class path order
     */
    Map<ServerName, List<Path>> fetch(List<Server> servers) {
        Map<ServerName, List<Path>> found = new LinkedHashMap<>();
        List<Server> unknown = new ArrayList<>();
        for (Server server : servers) {
            if (server.artifacts().isEmpty()) {
                found.put(server.name(), List.of());
            } else {
                cache.find(server.name(), server.artifacts())
                        .ifPresentOrElse(files -> found.put(server.name(), files), () -> unknown.add(server));
            }
        }
        if (!unknown.isEmpty()) {
            found.putAll(resolve(unknown));
        }
        return found;
    }

    private Map<ServerName, List<Path>> resolve(List<Server> servers) {
        progress.resolving();
        TransferProgress transfers = new TransferProgress(progress);
        ContextOverrides settings = ContextOverrides.create()
                .withUserSettings(true)
                .ignoreArtifactDescriptorRepositories(true)
                .transferListener(transfers)
                .configProperties(Map.of(
                        "aether.dependencyCollector.impl", "bf",
                        "aether.connector.basic.threads", PARALLEL_DOWNLOADS,
                        "aether.metadataResolver.threads", PARALLEL_DOWNLOADS))
                .build();
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(settings)) {
            Map<ServerName, List<Artifact>> needed = new LinkedHashMap<>();
            for (Server server : servers) {
                needed.put(
                        server.name(),
                        server.needsDependencies()
                                ? collect(maven, server.artifacts())
                                : server.artifacts().stream()
                                        .<Artifact>map(DefaultArtifact::new)
                                        .toList());
            }
            Set<Artifact> all = new LinkedHashSet<>();
            needed.values().forEach(all::addAll);
            Map<Artifact, Path> files = download(maven, all, transfers);
            Map<ServerName, List<Path>> found = new LinkedHashMap<>();
            for (Server server : servers) {
                List<Path> paths =
                        needed.get(server.name()).stream().map(files::get).toList();
                cache.store(server.name(), server.artifacts(), paths);
                found.put(server.name(), paths);
            }
            return found;
        } catch (RepositoryException e) {
            throw new ArtifactUnavailableException(
                    "The servers' files can't be fetched: " + e.getMessage()
                            + " Check the network, or the mirrors and proxies in ~/.m2/settings.xml, and try again.",
                    e);
        }
    }

    private static List<Artifact> collect(Context maven, List<String> coordinates)
            throws DependencyCollectionException {
        List<Dependency> wanted = coordinates.stream()
                .map(coordinate -> wanted(new DefaultArtifact(coordinate)))
                .toList();
        DependencyNode root = maven.repositorySystem()
                .collectDependencies(
                        maven.repositorySystemSession(), new CollectRequest(wanted, null, maven.remoteRepositories()))
                .getRoot();
        PreorderNodeListGenerator nodes = new PreorderNodeListGenerator();
        root.accept(new FilteringDependencyVisitor(nodes, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)));
        return nodes.getArtifacts(true);
    }

    /** An archive among jars holds what it needs. */
    private static Dependency wanted(Artifact artifact) {
        Dependency dependency = new Dependency(artifact, JavaScopes.RUNTIME);
        return artifact.getExtension().equals("jar")
                ? dependency
                : dependency.setExclusions(List.of(new Exclusion("*", "*", "*", "*")));
    }

    private Map<Artifact, Path> download(Context maven, Set<Artifact> artifacts, TransferProgress transfers)
            throws RepositoryException {
        RepositorySystemSession session = maven.repositorySystemSession();
        List<Artifact> missing = artifacts.stream()
                .filter(artifact -> !session.getLocalRepository()
                        .getBasedir()
                        .toPath()
                        .resolve(session.getLocalRepositoryManager().getPathForLocalArtifact(artifact))
                        .toFile()
                        .exists())
                .toList();
        long start = System.nanoTime();
        if (!missing.isEmpty()) {
            progress.downloading(missing.size(), DownloadSize.of(missing, maven.remoteRepositories()));
            transfers.begin();
        }
        List<ArtifactRequest> requests = artifacts.stream()
                .map(artifact -> new ArtifactRequest(artifact, maven.remoteRepositories(), null))
                .toList();
        Map<Artifact, Path> files = new LinkedHashMap<>();
        for (ArtifactResult result : maven.repositorySystem().resolveArtifacts(session, requests)) {
            files.put(
                    result.getRequest().getArtifact(),
                    result.getArtifact().getFile().toPath());
        }
        if (!missing.isEmpty()) {
            progress.downloadFinished(Duration.ofNanos(System.nanoTime() - start));
        }
        return files;
    }
}
