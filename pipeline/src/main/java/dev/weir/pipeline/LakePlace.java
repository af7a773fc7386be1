package dev.weir.pipeline;

import dev.weir.pipeline.project.CatalogConfig;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.ProjectConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where an environment has its lake, as far as it isn't the local stack's.
 *
 * @param warehouse URI of the folder of its tables; null for the local stack's
 * @param catalog the server of catalogs that knows them; null for the local stack's database
 */
public record LakePlace(
        @Nullable String warehouse, @Nullable CatalogConfig catalog) {

    /** The local stack's. */
    public static final LakePlace LOCAL = new LakePlace(null, null);

    static LakePlace of(ProjectConfig project, String environment) {
        EnvironmentConfig config = project.environments().get(environment);
        return config == null ? LOCAL : new LakePlace(config.warehouse(), config.catalog());
    }
}
