CREATE TABLE spending (
  customer STRING, payments BIGINT, total DECIMAL(38, 2), PRIMARY KEY (customer) NOT ENFORCED
);

INSERT INTO spending
SELECT customer, COUNT(*), SUM(amount) FROM payments GROUP BY customer;
