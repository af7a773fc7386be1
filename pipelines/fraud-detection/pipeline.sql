-- An alert for each payment that completes the pattern, with the payments that make it.
CREATE TABLE fraud_alerts (
  customer_id BIGINT, transaction_id STRING, event_time TIMESTAMP_LTZ(3), transactions BIGINT, terminals BIGINT,
  total DECIMAL(38, 2), transaction_ids ARRAY<STRING>, PRIMARY KEY (customer_id, transaction_id) NOT ENFORCED
);

-- Each payment, on time or late, with each other one of its customer in the 60 minutes up to it, both ends included.
CREATE VIEW preceded AS
SELECT t.*, CAST(t.event_time AS TIMESTAMP_LTZ(3)) AS at_time, p.transaction_id AS p_id, p.terminal_id AS p_terminal, p.amount AS p_amount
FROM transactions$all t JOIN transactions$all p ON p.customer_id = t.customer_id AND p.transaction_id <> t.transaction_id
  AND p.event_time BETWEEN t.event_time - INTERVAL '60' MINUTE AND t.event_time;

-- The thresholds are those in force at the payment's time.
INSERT INTO fraud_alerts
SELECT customer_id, transaction_id, MAX(at_time), COUNT(*) + 1, COUNT(DISTINCT NULLIF(p_terminal, terminal_id)) + 1,
  SUM(p_amount) + MAX(amount), ARRAY_APPEND(ARRAY_AGG(p_id), transaction_id)
FROM (SELECT customer_id, transaction_id, terminal_id, amount, at_time, p_id, p_terminal, p_amount, h.*,
        ROW_NUMBER() OVER (PARTITION BY customer_id, transaction_id, p_id ORDER BY valid_from DESC) AS place
      FROM preceded JOIN thresholds h ON h.valid_from <= at_time)
WHERE place = 1 AND amount >= min_amount AND p_amount >= min_amount
GROUP BY customer_id, transaction_id
HAVING COUNT(*) + 1 >= MAX(min_transactions) AND COUNT(DISTINCT NULLIF(p_terminal, terminal_id)) + 1 >= MAX(min_terminals);

-- What each card has paid. Each payment counts once: weir.yaml says so, and `weir audit` proves it.
CREATE TABLE card_totals (
  customer_id BIGINT, payments BIGINT, total DECIMAL(38, 2), PRIMARY KEY (customer_id) NOT ENFORCED
);

INSERT INTO card_totals
SELECT customer_id, COUNT(*), SUM(amount) FROM transactions$all GROUP BY customer_id;
