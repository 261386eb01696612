/** Command line, signals, exit codes and the wiring of a run. The only place with static state and {@code System.exit}. */
package io.millrace.run;
