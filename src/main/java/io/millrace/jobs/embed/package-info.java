/**
 * The job {@code embed}: pictures become vectors, by a model that the user names or by statistics of the pixels. A
 * vector's row names its picture and its model.
 */
package io.millrace.jobs.embed;
