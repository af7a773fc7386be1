-- Windows by GROUP BY over telemetry$all, each reading once: what is late corrects its window, whenever it comes, and nothing is
-- dropped. With mini-batches a window is written at most twice a second, not with each reading.
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '500 ms';
SET 'table.exec.mini-batch.size' = '5000';

CREATE TABLE machine_features (
  machine_id STRING, sensor_id STRING, minutes INT, window_start TIMESTAMP_LTZ(3), readings BIGINT,
  vibration_avg DOUBLE, vibration_max DOUBLE, temperature_avg DOUBLE, temperature_min DOUBLE, temperature_max DOUBLE,
  condition_since TIMESTAMP_LTZ(3), cooler_pct INT, valve_pct INT, pump_leakage INT, accumulator_bar INT, unstable BOOLEAN,
  PRIMARY KEY (machine_id, sensor_id, minutes, window_start) NOT ENFORCED
) DISTRIBUTED BY HASH (machine_id, sensor_id, minutes, window_start) INTO 4 BUCKETS;

CREATE VIEW timed AS
SELECT machine_id, sensor_id, vibration_mm_s, temperature_c,
  TIMESTAMPDIFF(MINUTE, TIMESTAMP '1970-01-01 00:00:00', CAST(event_time AS TIMESTAMP(3))) AS at_minute
FROM telemetry$all;

-- Each reading is in a window of each length.
CREATE VIEW measured AS
SELECT machine_id, sensor_id, vibration_mm_s, temperature_c, minutes,
  TO_TIMESTAMP_LTZ(from_minute * CAST(60000 AS BIGINT), 3) AS window_start
FROM (
  SELECT *, 1 AS minutes, at_minute AS from_minute FROM timed
  UNION ALL
  SELECT *, 10, at_minute / 10 * 10 FROM timed
  UNION ALL
  SELECT *, 60, at_minute / 60 * 60 FROM timed);

CREATE VIEW windows AS
SELECT machine_id, sensor_id, minutes, window_start, COUNT(*) AS readings,
  AVG(vibration_mm_s) AS vibration_avg, MAX(vibration_mm_s) AS vibration_max,
  AVG(temperature_c) AS temperature_avg, MIN(temperature_c) AS temperature_min, MAX(temperature_c) AS temperature_max
FROM measured
GROUP BY machine_id, sensor_id, minutes, window_start;

-- How long a row of the log holds: until the machine's next.
CREATE VIEW standing AS
SELECT c.machine_id, c.since, MIN(n.since) AS ended, c.cooler_pct, c.valve_pct, c.pump_leakage, c.accumulator_bar, c.unstable
FROM conditions c LEFT JOIN conditions n ON n.machine_id = c.machine_id AND n.since > c.since
GROUP BY c.machine_id, c.since, c.cooler_pct, c.valve_pct, c.pump_leakage, c.accumulator_bar, c.unstable;

-- The row of the log that holds at the end of a window.
CREATE VIEW condition_at AS
SELECT machine_id, minutes, window_start, since, cooler_pct, valve_pct, pump_leakage, accumulator_bar, unstable
FROM (
  SELECT w.machine_id, w.minutes, w.window_start, s.since, s.cooler_pct, s.valve_pct, s.pump_leakage, s.accumulator_bar,
    s.unstable, ROW_NUMBER() OVER (PARTITION BY w.machine_id, w.minutes, w.window_start ORDER BY s.since DESC) AS place
  FROM (SELECT DISTINCT machine_id, minutes, window_start,
          TIMESTAMPADD(MINUTE, minutes, window_start) AS ends FROM measured) w
  LEFT JOIN standing s ON s.machine_id = w.machine_id AND s.since < w.ends AND (s.ended IS NULL OR s.ended >= w.ends))
WHERE place = 1;

-- Joined by columns of the features' key alone, so that changes of one key keep their order without being sorted.
INSERT INTO machine_features
SELECT w.machine_id, w.sensor_id, w.minutes, w.window_start, w.readings,
  w.vibration_avg, w.vibration_max, w.temperature_avg, w.temperature_min, w.temperature_max,
  c.since, c.cooler_pct, c.valve_pct, c.pump_leakage, c.accumulator_bar, c.unstable
FROM windows w JOIN condition_at c
  ON c.machine_id = w.machine_id AND c.minutes = w.minutes AND c.window_start = w.window_start;
