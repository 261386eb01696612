/** What a run counts, and the snapshot of it that everything else shows. */
package io.millrace.metrics;
