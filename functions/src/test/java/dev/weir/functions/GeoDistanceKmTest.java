package dev.weir.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.Test;

class GeoDistanceKmTest {

    private final GeoDistanceKm distance = new GeoDistanceKm();

    @Test
    void aQuarterOfAMeridianIsAQuarterOfTheEarth() {
        assertThat(distance.eval(0.0, 10.0, 90.0, 10.0)).isCloseTo(10_007.557, within(0.001));
    }

    @Test
    void twoCitiesAreAsFarApartAsMapsSay() {
        // Hamburg and Munich, 611.6 km on the ellipsoid.
        assertThat(distance.eval(53.5511, 9.9937, 48.1351, 11.5820)).isCloseTo(612.4, within(1.0));
    }

    @Test
    void theWayOverTheDateLineIsTheShortOne() {
        assertThat(distance.eval(0.0, 179.5, 0.0, -179.5)).isCloseTo(111.195, within(0.001));
    }

    @Test
    void oppositePlacesAreHalfWayAroundWhateverIsRounded() {
        for (double latitude = -90; latitude <= 90; latitude += 0.7) {
            assertThat(distance.eval(latitude, 13.3, -latitude, -166.7)).isCloseTo(20_015.115, within(0.001));
        }
    }

    @Test
    void samePlacesAreNotApart() {
        assertThat(distance.eval(48.1351, 11.5820, 48.1351, 11.5820)).isZero();
    }

    @Test
    void isNullInSqlIfAnyPlaceIsUnknown() throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        SharedFunctions.BY_NAME.forEach(tables::createTemporarySystemFunction);

        List<Row> rows = CollectionUtil.iteratorToList(tables.executeSql(
                        "SELECT GEO_DISTANCE_KM(0.0, 0.0, 0.0, 1), geo_distance_km(1.0, 2.0, CAST(NULL AS DOUBLE), 3.0)")
                .collect());

        assertThat(rows).hasSize(1);
        assertThat((Double) rows.get(0).getField(0)).isCloseTo(111.195, within(0.001));
        assertThat(rows.get(0).getField(1)).isNull();
    }
}
