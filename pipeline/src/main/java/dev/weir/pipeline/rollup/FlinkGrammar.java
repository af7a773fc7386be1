package dev.weir.pipeline.rollup;

import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.flink.sql.parser.ddl.SqlCreateView;
import org.apache.flink.sql.parser.impl.FlinkSqlParserImpl;
import org.apache.flink.sql.parser.validate.FlinkSqlConformance;

/** Flink's own parser, set up as the planner sets it up. */
final class FlinkGrammar {

    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withParserFactory(FlinkSqlParserImpl.FACTORY)
            .withConformance(FlinkSqlConformance.DEFAULT)
            .withLex(Lex.JAVA)
            .withIdentifierMaxLength(256);

    private FlinkGrammar() {}

    /** The query of a CREATE VIEW. */
    static SqlNode query(String createView) throws Refusal {
        try {
            SqlNode statement = SqlParser.create(createView, CONFIG).parseStmt();
            if (statement instanceof SqlCreateView view) {
                return view.getQuery();
            }
        } catch (SqlParseException e) {
            // The planner says so, too, and where.
            throw Refusal.at(e.getPos(), "it can't be parsed");
        }
        throw Refusal.of("it is no CREATE VIEW");
    }
}
