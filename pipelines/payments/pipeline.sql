CREATE TABLE spending (
  customer STRING, payments BIGINT, total DECIMAL(38, 2), PRIMARY KEY (customer) NOT ENFORCED
);

-- payments has what is on time; payments$all has each payment once, also if it comes late.
INSERT INTO spending
SELECT customer, COUNT(*), SUM(amount) FROM payments$all GROUP BY customer;
