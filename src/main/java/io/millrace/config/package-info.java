/**
 * HOCON to checked records: unknown keys are errors with file, line and a suggestion, and all problems come at once.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>reference.conf holds every key. What it does not have is refused, in every layer.
 *   <li>Keys are checked in each layer's tree before substitutions are resolved, because afterwards a value no longer
 *       knows its file and line; values are checked when a record is bound, because only the record knows type and
 *       range.
 *   <li>No value is repaired: it is used as written or the run does not start.
 *   <li>The only package that uses com.typesafe.config.
 * </ul>
 */
package io.millrace.config;
