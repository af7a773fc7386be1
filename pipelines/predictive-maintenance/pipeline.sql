-- Windows of readings: roll-ups, which are computed where telemetry is read. A reading that comes late, up to a day, corrects its windows.
CREATE VIEW features_1m AS
SELECT machine_id, sensor_id, window_start, window_end, COUNT(*) AS readings,
  MAX(seq) - MIN(seq) + 1 - COUNT(*) AS missing, MIN(seq) AS first_seq, MAX(seq) AS last_seq,
  AVG(vibration_mm_s) AS vibration_avg, STDDEV_POP(vibration_mm_s) AS vibration_stddev, MIN(vibration_mm_s) AS vibration_min,
  MAX(vibration_mm_s) AS vibration_max, SQRT(AVG(vibration_mm_s * vibration_mm_s)) AS vibration_rms,
  AVG(temperature_c) AS temperature_avg, MIN(temperature_c) AS temperature_min, MAX(temperature_c) AS temperature_max
FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, machine_id, sensor_id;

CREATE VIEW features_10m AS
SELECT machine_id, sensor_id, window_start, window_end, COUNT(*) AS readings,
  MAX(seq) - MIN(seq) + 1 - COUNT(*) AS missing, MIN(seq) AS first_seq, MAX(seq) AS last_seq,
  AVG(vibration_mm_s) AS vibration_avg, STDDEV_POP(vibration_mm_s) AS vibration_stddev, MIN(vibration_mm_s) AS vibration_min,
  MAX(vibration_mm_s) AS vibration_max, SQRT(AVG(vibration_mm_s * vibration_mm_s)) AS vibration_rms,
  AVG(temperature_c) AS temperature_avg, MIN(temperature_c) AS temperature_min, MAX(temperature_c) AS temperature_max
FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(event_time), INTERVAL '10' MINUTE))
GROUP BY window_start, window_end, machine_id, sensor_id;

CREATE VIEW features_1h AS
SELECT machine_id, sensor_id, window_start, window_end, COUNT(*) AS readings,
  MAX(seq) - MIN(seq) + 1 - COUNT(*) AS missing, MIN(seq) AS first_seq, MAX(seq) AS last_seq,
  AVG(vibration_mm_s) AS vibration_avg, STDDEV_POP(vibration_mm_s) AS vibration_stddev, MIN(vibration_mm_s) AS vibration_min,
  MAX(vibration_mm_s) AS vibration_max, SQRT(AVG(vibration_mm_s * vibration_mm_s)) AS vibration_rms,
  AVG(temperature_c) AS temperature_avg, MIN(temperature_c) AS temperature_min, MAX(temperature_c) AS temperature_max
FROM TABLE(TUMBLE(TABLE telemetry, DESCRIPTOR(event_time), INTERVAL '1' HOUR))
GROUP BY window_start, window_end, machine_id, sensor_id;

-- Each revision of each window. One is corrected for a week if somebody enters late what was done.
CREATE VIEW measured AS
SELECT *, CONCAT(CAST(minutes AS STRING), ' ', sensor_id) AS window_key, INTERVAL '7' DAY AS horizon
FROM (
  SELECT 1 AS minutes, * FROM features_1m$all
  UNION ALL
  SELECT 10, * FROM features_10m$all
  UNION ALL
  SELECT 60, * FROM features_1h$all);

CREATE VIEW states AS
SELECT machine_id, since, cooler_pct, valve_pct, pump_leakage, accumulator_bar, unstable,
  CAST(since AS STRING) AS entry_key, since AS entry_time, known_at, deleted
FROM conditions$changes;

CREATE VIEW services AS
SELECT machine_id, done_at, entry_id AS entry_key, done_at AS entry_time, component AS entry_group, known_at, deleted
FROM maintenance$changes;

CREATE TABLE machine_features (
  machine_id STRING, sensor_id STRING, minutes INT, window_start TIMESTAMP_LTZ(3), window_end TIMESTAMP_LTZ(3), readings BIGINT,
  missing BIGINT, first_seq BIGINT, last_seq BIGINT,
  vibration_avg DOUBLE, vibration_stddev DOUBLE, vibration_min DOUBLE, vibration_max DOUBLE, vibration_rms DOUBLE,
  temperature_avg DOUBLE, temperature_min DOUBLE, temperature_max DOUBLE,
  condition_since TIMESTAMP_LTZ(3), cooler_pct INT, valve_pct INT, pump_leakage INT, accumulator_bar INT, unstable BOOLEAN,
  bearing_hours DOUBLE, lubrication_hours DOUBLE, filter_hours DOUBLE,
  bearing_services BIGINT, lubrication_services BIGINT, filter_services BIGINT,
  condition_known_at TIMESTAMP_LTZ(3), maintenance_known_at TIMESTAMP_LTZ(3), given BIGINT,
  PRIMARY KEY (machine_id, sensor_id, minutes, window_start) NOT ENFORCED
) DISTRIBUTED BY HASH (machine_id, sensor_id, minutes, window_start) INTO 4 BUCKETS;

-- And with the hours since each component was serviced, and how often that was in the last 30 days.
INSERT INTO machine_features
WITH in_state AS (
  SELECT machine_id, sensor_id, minutes, window_start, window_end, readings, missing, first_seq, last_seq,
    vibration_avg, vibration_stddev, vibration_min, vibration_max, vibration_rms, temperature_avg, temperature_min, temperature_max,
    newest.since AS condition_since, newest.cooler_pct AS cooler_pct, newest.valve_pct AS valve_pct,
    newest.pump_leakage AS pump_leakage, newest.accumulator_bar AS accumulator_bar, newest.unstable AS unstable,
    known_at AS condition_known_at,
    CONCAT(CAST(minutes AS STRING), ' ', sensor_id) AS window_key, INTERVAL '7' DAY AS horizon, INTERVAL '30' DAY AS counted_for
  FROM AS_OF(windows => TABLE measured PARTITION BY machine_id, log => TABLE states PARTITION BY machine_id, uid => 'conditions'))
SELECT machine_id, sensor_id, minutes, CAST(window_start AS TIMESTAMP_LTZ(3)), CAST(window_end AS TIMESTAMP_LTZ(3)), readings,
  missing, first_seq, last_seq, vibration_avg, vibration_stddev, vibration_min, vibration_max, vibration_rms,
  temperature_avg, temperature_min, temperature_max,
  condition_since, cooler_pct, valve_pct, pump_leakage, accumulator_bar, unstable,
  TIMESTAMPDIFF(SECOND, newest['bearing'].done_at, CAST(window_end AS TIMESTAMP_LTZ(3))) / 3600E0,
  TIMESTAMPDIFF(SECOND, newest['lubrication'].done_at, CAST(window_end AS TIMESTAMP_LTZ(3))) / 3600E0,
  TIMESTAMPDIFF(SECOND, newest['filter'].done_at, CAST(window_end AS TIMESTAMP_LTZ(3))) / 3600E0,
  COALESCE(counts['bearing'], 0), COALESCE(counts['lubrication'], 0), COALESCE(counts['filter'], 0),
  condition_known_at, known_at, revision
FROM AS_OF(windows => TABLE in_state PARTITION BY machine_id, log => TABLE services PARTITION BY machine_id, uid => 'maintenance');
