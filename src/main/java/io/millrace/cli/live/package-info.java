/** The verbs that talk to a running process: top, status, scale, pause, continue, drain, stop. */
package io.millrace.cli.live;
