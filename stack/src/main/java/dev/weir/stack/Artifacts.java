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
 * Fetches the files of servers and libraries into the user's Maven repository, by the user's Maven settings (mirrors, proxies,
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

    /** Artifacts under the name by which their files are remembered; with what they depend on, or by themselves. */
    private record Wanted(String name, List<String> artifacts, boolean dependencies) {}

    /**
     * Makes the files of all servers be here.
     *
     * @return for each server its files, dependencies included, in class path order
     */
    Map<ServerName, List<Path>> fetch(List<Server> servers) {
        Map<String, List<Path>> files = fetchAll(servers.stream()
                .map(server -> new Wanted(server.name().id(), server.artifacts(), server.needsDependencies()))
                .toList());
        Map<ServerName, List<Path>> found = new LinkedHashMap<>();
        servers.forEach(server ->
                found.put(server.name(), files.getOrDefault(server.name().id(), List.of())));
        return found;
    }

    /** Makes these artifacts be here, without what they depend on; the files are remembered under the name. */
    List<Path> fetch(String name, List<String> artifacts) {
        return fetchAll(List.of(new Wanted(name, artifacts, false))).getOrDefault(name, List.of());
    }

    private Map<String, List<Path>> fetchAll(List<Wanted> all) {
        Map<String, List<Path>> found = new LinkedHashMap<>();
        List<Wanted> unknown = new ArrayList<>();
        for (Wanted wanted : all) {
            if (!wanted.artifacts().isEmpty()) {
                cache.find(wanted.name(), wanted.artifacts())
                        .ifPresentOrElse(files -> found.put(wanted.name(), files), () -> unknown.add(wanted));
            }
        }
        if (!unknown.isEmpty()) {
            found.putAll(resolve(unknown));
        }
        return found;
    }

    private Map<String, List<Path>> resolve(List<Wanted> unknown) {
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
            Map<String, List<Artifact>> needed = new LinkedHashMap<>();
            for (Wanted wanted : unknown) {
                needed.put(
                        wanted.name(),
                        wanted.dependencies()
                                ? collect(maven, wanted.artifacts())
                                : wanted.artifacts().stream()
                                        .<Artifact>map(DefaultArtifact::new)
                                        .toList());
            }
            Set<Artifact> all = new LinkedHashSet<>();
            needed.values().forEach(all::addAll);
            Map<Artifact, Path> files = download(maven, all, transfers);
            Map<String, List<Path>> found = new LinkedHashMap<>();
            for (Wanted wanted : unknown) {
                List<Path> paths =
                        needed.get(wanted.name()).stream().map(files::get).toList();
                cache.store(wanted.name(), wanted.artifacts(), paths);
                found.put(wanted.name(), paths);
            }
            return found;
        } catch (RepositoryException e) {
            throw new ArtifactUnavailableException(
                    "Files can't be fetched: " + e.getMessage()
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
