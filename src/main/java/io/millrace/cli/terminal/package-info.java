/** How a run speaks to whoever has started it: on a terminal, or as a stream of JSON. */
package io.millrace.cli.terminal;
