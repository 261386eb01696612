/** What the sinks have written, as the journal's records name it: brought to the disk, checked, disowned. */
package io.millrace.store;
