package dev.weir.acceptance;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** A server of catalogs by Iceberg's REST protocol, which wants a token and keeps its tables in memory. */
final class CatalogServer {

    static final String TOKEN = "token-for-no-log-0815";

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

    private CatalogServer() {}

    static CatalogServer start() throws Exception {
        CatalogServer started = new CatalogServer();
        started.catalog.initialize("tests", Map.of());
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Guarded(started.catalog, started.told)), "/*");
        started.server.setHandler(context);
        started.server.start();
        return started;
    }

    URI uri() {
        return server.getURI().resolve("/");
    }

    /** Whether it knows a table of the lake. */
    boolean has(String table) {
        return catalog.tableExists(TableIdentifier.of(Namespace.of("lake"), table));
    }

    /** What clients said of who they are. */
    Set<String> told() {
        return Set.copyOf(told);
    }

    void stop() throws Exception {
        server.stop();
        catalog.close();
    }

    /** Lets in who has the token. */
    private static final class Guarded extends RESTCatalogServlet {

        private static final long serialVersionUID = 1;

        private final transient Set<String> told;

        Guarded(Catalog catalog, Set<String> told) {
            super(new RESTCatalogAdapter(catalog));
            this.told = told;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws jakarta.servlet.ServletException, IOException {
            String said = String.valueOf(request.getHeader("Authorization"));
            told.add(said);
            if (said.equals("Bearer " + TOKEN)) {
                super.service(request, response);
            } else {
                response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            }
        }
    }
}
