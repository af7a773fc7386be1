-- The maintenance log: how the parts of a machine are from a time on, until the machine's next row.
CREATE TABLE conditions (
  machine_id      text NOT NULL,
  since           timestamptz(3) NOT NULL,
  cooler_pct      integer NOT NULL,
  valve_pct       integer NOT NULL,
  pump_leakage    integer NOT NULL,
  accumulator_bar integer NOT NULL,
  unstable        boolean NOT NULL,
  PRIMARY KEY (machine_id, since)
);
