/**
 * What lies in an output beside its results: the run folders, the marks of what is ours, the files that follow from the
 * journal, the table of items in flight, and the room that is left on the disk.
 */
package io.millrace.engine.output;
