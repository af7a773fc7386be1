-- What technicians write. How the parts of a machine are from a time on, until the machine's next row:
CREATE TABLE IF NOT EXISTS conditions (
  machine_id      text NOT NULL,
  since           timestamptz(3) NOT NULL,
  cooler_pct      integer NOT NULL,
  valve_pct       integer NOT NULL,
  pump_leakage    integer NOT NULL,
  accumulator_bar integer NOT NULL,
  unstable        boolean NOT NULL,
  PRIMARY KEY (machine_id, since)
);

-- And when a component was serviced. The machine is part of the key, so that it is known of an entry that is deleted.
CREATE TABLE IF NOT EXISTS maintenance (
  entry_id   bigint NOT NULL UNIQUE,
  machine_id text NOT NULL,
  component  text NOT NULL,
  done_at    timestamptz(3) NOT NULL,
  note       text,
  PRIMARY KEY (machine_id, entry_id)
);
