/** Pure in-memory search: no threads, no input or output. */
package io.millrace.index;
