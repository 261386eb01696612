/**
 * Draws a status snapshot: as plain lines, as JSON, as the summary. It never touches the pipeline and starts no
 * threads; what it shows comes from one {@link io.millrace.engine.metrics.Status} and is therefore of one moment.
 *
 * <p>Numbers look the same everywhere ({@link io.millrace.show.Format}), agree with one another, and are never
 * cut. Text from outside (file names, messages of libraries) is never printed raw.
 */
package io.millrace.show.console;
