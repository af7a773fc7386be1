-- A notification stands as long as both do: the activity, and the post or comment that it is about.
CREATE TABLE notifications (
  notification_id STRING, recipient_id BIGINT, recipient_name STRING, actor_id BIGINT, actor_name STRING,
  kind STRING, object STRING, target STRING, event_time TIMESTAMP_LTZ(3), PRIMARY KEY (notification_id) NOT ENFORCED
) DISTRIBUTED BY HASH(notification_id) INTO 4 BUCKETS;

-- Each actor's last word on each object, however late it comes ($all), unless it takes the activity back. Of two in one millisecond
-- the later in the log counts. (Don't order by a second column: Flink 2.1 and later then never take the older word back.)
CREATE VIEW standing AS
SELECT actor_id, actor_name, verb, object, COALESCE(reply_to, object) AS target, CAST(event_time AS TIMESTAMP_LTZ(3)) AS at_time
FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY actor_id, verb, object ORDER BY event_time DESC) AS place FROM activities$all)
WHERE place = 1 AND NOT undo;

-- Owners hear of likes and replies, the followed of their followers; nobody of what they did themselves.
INSERT INTO notifications
SELECT CONCAT_WS('/', CAST(recipient_id AS STRING), verb, CAST(actor_id AS STRING), object) AS notification_id,
  recipient_id, recipient_name, actor_id, actor_name, verb AS kind, object, target, at_time AS event_time
FROM (SELECT a.*, o.actor_id AS recipient_id, o.actor_name AS recipient_name FROM standing a JOIN standing o ON o.object = a.target
      WHERE a.verb IN ('LIKE', 'COMMENT') AND o.verb IN ('POST', 'COMMENT')
      UNION ALL SELECT *, TRY_CAST(SUBSTRING(object FROM 8) AS BIGINT), CAST(NULL AS STRING) FROM standing WHERE verb = 'FOLLOW')
WHERE recipient_id <> actor_id;

-- How much everybody does, and takes back. Each activity counts once: weir.yaml says so, and `weir audit` proves it.
CREATE TABLE activity_counts (
  actor_id BIGINT, verb STRING, activities BIGINT, undone BIGINT, PRIMARY KEY (actor_id, verb) NOT ENFORCED
);

INSERT INTO activity_counts
SELECT actor_id, verb, COUNT(*), COUNT(*) FILTER (WHERE undo) FROM activities$all GROUP BY actor_id, verb;
