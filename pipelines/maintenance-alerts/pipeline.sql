-- Windows of 10 minutes, each with the risk that the bearing fails within six hours, by the model.
CREATE VIEW features_10m AS SELECT * FROM machine_features WHERE minutes = 10;

CREATE VIEW scored AS
SELECT machine_id, sensor_id, window_start, vibration_rms, vibration_max, temperature_avg, bearing_hours, lubrication_hours, filter_hours,
  failure, model_version
FROM features_10m,
  LATERAL TABLE(bearing_risk(vibration_rms, vibration_max, temperature_avg, bearing_hours, lubrication_hours, filter_hours));

CREATE TABLE maintenance_alerts (
  machine_id STRING, sensor_id STRING, window_start TIMESTAMP_LTZ(3), failure DOUBLE, model_version STRING, reasons ARRAY<STRING>,
  PRIMARY KEY (machine_id, sensor_id, window_start) NOT ENFORCED
) DISTRIBUTED BY HASH (machine_id, sensor_id, window_start) INTO 4 BUCKETS;

-- Those at risk, with how far their features are from what is normal for their sensor. The limit is the one that weir features train chose.
INSERT INTO maintenance_alerts
SELECT machine_id, sensor_id, window_start, failure, model_version, reasons
FROM Unusual(scored => TABLE scored PARTITION BY (machine_id, sensor_id), alarm_from => CAST(0.3612 AS DOUBLE), uid => 'unusual');
