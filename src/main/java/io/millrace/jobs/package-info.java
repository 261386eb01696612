/**
 * What a job is: it assembles a source, steps and a writer to a plan, on top of capabilities, without threads and
 * loops. Each job has a package of its own below this one, with everything that it alone uses; jobs never use one
 * another.
 */
package io.millrace.jobs;
