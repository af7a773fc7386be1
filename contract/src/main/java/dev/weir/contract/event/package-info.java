/**
 * Events outside Flink: JSON to wire bytes and back, record keys, and why an event is refused.
 *
 * <p>The Java types of <i>plain values</i>, wherever this package takes or gives an {@code Object}, by
 * {@link dev.weir.contract.FieldType}: BOOLEAN {@code Boolean}; INT32 {@code Integer}; INT64 {@code Long}; FLOAT32
 * {@code Float}; FLOAT64 {@code Double}; STRING and Enumeration {@code String}; BYTES and Fixed {@code byte[]}; DATE
 * {@code LocalDate}; UUID {@code java.util.UUID}; Decimal {@code BigDecimal} of the type's scale; Timestamp
 * {@code Instant}; LocalTimestamp {@code LocalDateTime}; TimeOfDay {@code LocalTime}; ListOf {@code List}; MapOf
 * {@code Map} by {@code String}; Struct {@code Map} by field name, in the schema's order.
 */
@NullMarked
package dev.weir.contract.event;

import org.jspecify.annotations.NullMarked;
