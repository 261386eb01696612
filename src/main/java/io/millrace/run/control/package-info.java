/**
 * How other processes of the same user talk to a running one: lines over a Unix socket, an answer to each.
 *
 * <p>The socket lies in a folder that only its user may enter, {@code $XDG_RUNTIME_DIR/millrace} or
 * {@code millrace-USER} in the temporary folder, because a socket's path may be 108 bytes at most and outputs lie deep;
 * a file in the output names it. What the lines say is the business of both ends.
 */
package io.millrace.run.control;
