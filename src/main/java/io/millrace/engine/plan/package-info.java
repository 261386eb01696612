/**
 * What a run is to do: a source, the steps of its stages in order, a writer, each with its name and its parallelism. A
 * plan is checked when it is built, and holds no threads.
 */
package io.millrace.engine.plan;
